/** The window of the page that is observed: the global one in a browser, jsdom's in the page host. */
export type PageWindow = Window & typeof globalThis;
