/**
 * How the addresses begin under which a proxy of the tutor serves its instruments to a page, and takes what they report. Instruments that come into
 * the page from elsewhere do not record what goes there: the page itself does nothing with it.
 */
export const OWN_ADDRESS = '/.htmx-realtime-tutor-';
