/** What the server says about the site, the script that stands in the page, and how the page is shown. */
import "./shared";

/** Key of the site; purposes with bit and the lowest notice version that still covers them; purposes that Global Privacy
 * Control denies; whether the site counts views before a choice. */
declare const C: { k: string; p: [string, number, number][]; d: number; a: boolean };

export const site = C;
export const page = document;
// A module, or a script that another one evaluates, does not know its own element.
export const script = (page.currentScript ?? page.querySelector(`script[src*="/t/${C.k}.js"]`)) as HTMLScriptElement;
export const base = new URL(script.src).origin;

/** Whether this page is a part of another one, which speaks for it. */
export const framed = top !== self && !("frame" in script.dataset);

/** Say to whoever builds the page what became of something; never what it was. */
export function warn(text: string): void {
  console.warn(`Hjemmel: ${text}`);
}
