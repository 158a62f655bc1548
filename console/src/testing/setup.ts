/** What a browser has and jsdom has not, and a server that answers only what a test says. */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { answers } from "./server";

// A slow machine is no fault of what is tested.
configure({ asyncUtilTimeout: 10_000 });

beforeAll(() => answers.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  cleanup();
  answers.resetHandlers();
});
afterAll(() => answers.close());

vi.stubGlobal("matchMedia", () => ({
  matches: false,
  addEventListener: () => {},
  removeEventListener: () => {},
  addListener: () => {},
  removeListener: () => {},
}));
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);
Element.prototype.scrollIntoView = () => {};
