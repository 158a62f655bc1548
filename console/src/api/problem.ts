/** A problem as the server explains it (RFC 9457), in the language of whoever reads. */
import type { components } from "../schema";

type Told = components["schemas"]["Problem"];

export class Problem extends Error implements Told {
  readonly type: string;
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly faults: string[];
  readonly passkey: Told["passkey"];

  constructor(told: Partial<Told> & Pick<Told, "status">) {
    super(`${told.title ?? ""}: ${told.detail ?? ""}`);
    this.type = told.type ?? "about:blank";
    this.code = told.code ?? "internal";
    this.title = told.title ?? "";
    this.status = told.status;
    this.detail = told.detail ?? "";
    this.faults = told.faults ?? [];
    this.passkey = told.passkey;
  }

  /** What the server answered, whatever it is. */
  static async read(answer: Response): Promise<Problem> {
    const body: unknown = await answer.json().catch(() => null);
    const told = typeof body === "object" && body !== null ? body : {};
    const text = (name: string) => {
      const value: unknown = Reflect.get(told, name);
      return typeof value === "string" ? value : undefined;
    };
    const faults: unknown = Reflect.get(told, "faults");
    return new Problem({
      type: text("type"),
      code: text("code"),
      title: text("title") ?? answer.statusText,
      status: answer.status,
      detail: text("detail"),
      passkey: Reflect.get(told, "passkey"),
      faults: Array.isArray(faults) ? faults.filter((f) => typeof f === "string") : [],
    });
  }
}

/** The code of a problem; of nothing else. */
export const codeOf = (error: unknown): string | undefined => (error instanceof Problem ? error.code : undefined);
