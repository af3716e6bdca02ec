/** The window of the observed page: the global one in a browser, jsdom's in the page host. */
export type PageWindow = Window & typeof globalThis;
