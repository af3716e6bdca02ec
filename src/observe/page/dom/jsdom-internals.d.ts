// Parts of jsdom without a public interface: what it does in place of a navigation.
declare module 'jsdom/lib/jsdom/living/window/navigation.js' {
  interface UrlRecord {
    readonly scheme: string;
    readonly fragment: string | null;
  }
  interface Navigation {
    evaluateJavaScriptURL(window: object, url: UrlRecord): unknown;
    navigate(window: object, url: UrlRecord, flags: { readonly reloadTriggered?: boolean }): void;
  }
  const navigation: Navigation;
  export default navigation;
}
declare module 'jsdom/lib/jsdom/living/nodes/HTMLFormElement-impl.js' {
  const forms: {
    readonly implementation: {
      readonly prototype: {
        submit(this: unknown): void;
        requestSubmit(this: unknown, submitter?: unknown): void;
      };
    };
  };
  export default forms;
}
declare module 'jsdom/lib/jsdom/living/generated/utils.js' {
  const utils: {
    wrapperForImpl(impl: unknown): unknown;
    implForWrapper(wrapper: unknown): unknown;
  };
  export default utils;
}
declare module 'whatwg-url' {
  const whatwgUrl: { serializeURL(record: unknown): string };
  export default whatwgUrl;
}
declare module 'jsdom/lib/jsdom/living/helpers/create-event-accessor.js' {
  const accessors: { getCurrentEventHandlerValue(target: object, event: string): unknown };
  export default accessors;
}
declare module 'jsdom/lib/jsdom/living/helpers/style-rules.js' {
  const rules: {
    /** What style sheets and `style` say of an element itself; jsdom keeps it until the page changes. */
    getDeclarationForElement(element: object): CSSStyleDeclaration;
  };
  export default rules;
}
