// Imported before jsdom: its location and link code imports `navigate` from this module when it loads.
import navigation from 'jsdom/lib/jsdom/living/window/navigation.js';
import whatwgUrl from 'whatwg-url';

/** The property of a window whose function receives the URL to which a browser would navigate. */
export const NAVIGATED = Symbol('navigated');

export function announce(window: object, url: string): void {
  const listener: unknown = Reflect.get(window, NAVIGATED);
  if (typeof listener === 'function') listener(url);
}

const within = navigation.navigate;
navigation.navigate = (window, url, flags) => {
  if (
    url.scheme === 'javascript' ||
    (url.fragment !== null && flags.reloadTriggered !== true && isHere(window, whatwgUrl.serializeURL(url)))
  ) {
    within(window, url, flags);
    return;
  }
  announce(window, whatwgUrl.serializeURL(url));
};

function isHere(window: object, url: string): boolean {
  const location: unknown = Reflect.get(window, 'location');
  return location instanceof Object && String(Reflect.get(location, 'href')).split('#')[0] === url.split('#')[0];
}
