/** What the core offers to the banner and to pages. */
export interface Hjemmel {
  /** The consent token, empty without consent. Give it to other trackers in the header `Hjemmel-Consent`. */
  token(): string;
  /** Whether a purpose is allowed now. */
  granted(purpose: string): boolean;
  /** Report that something happened. Nothing leaves the page without permission. */
  track(name: string, fields?: Fields): void;
  /** Open the choice. */
  open(): void;
  /** Be told after every choice; also at once when a choice is known. */
  on(listener: (granted: string[]) => void): void;
  /** For the banner only. */
  _: {
    base: string;
    key: string;
    asked(): boolean;
    spent(): string;
    /** Send to the server. */
    send(path: string, body: string): Promise<Response>;
    /** Let nothing leave any more that waits. */
    drop(): void;
    /** Keep a no for the server until it can hear it; `false` where nothing can be kept. */
    owe(body: string): boolean;
    /** Remember what was chosen: the server's cookie, or a no that needs no server. */
    chosen(cookie: string, seconds: number): void;
  };
}

/** Fields of an event. */
export interface Fields {
  value?: number;
  currency?: string;
  url?: string;
  title?: string;
  [property: string]: unknown;
}

declare global {
  interface Window {
    hjemmel?: Hjemmel & { q?: unknown[][] };
    navigation?: {
      addEventListener(name: "currententrychange", heard: (event: { navigationType: string | null }) => void): void;
    };
  }
  interface Navigator {
    globalPrivacyControl?: boolean;
  }
  interface Document {
    prerendering?: boolean;
  }
}
