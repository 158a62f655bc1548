/** The server as a test has it: each operation answers what is said here, and is remembered. */
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { components, paths } from "../schema";

export const answers = setupServer();

type Short<P> = P extends `/api/v1${infer Rest}` ? Rest : never;
type Path = Short<keyof paths>;
type Method = "get" | "post" | "put" | "delete";
type Problem = Pick<components["schemas"]["Problem"], "code" | "title" | "detail"> & { status?: number };

export interface Asked {
  url: URL;
  body: unknown;
}

const address = (path: Path) => `*/api/v1${path.replace(/\{(\w+)\}/g, ":$1")}`;

/** Answers one operation with these, one after the other and the last for ever; gives what was asked of it. */
export function answer(method: Method, path: Path, ...all: (unknown | HttpResponse<string>)[]): Asked[] {
  const asked: Asked[] = [];
  answers.use(
    http[method](address(path), async ({ request }) => {
      // The parts of a form are not read here: files of jsdom do not come through.
      const json = request.headers.get("content-type")?.includes("json");
      asked.push({ url: new URL(request.url), body: json ? await request.json() : undefined });
      const next = all[Math.min(asked.length, all.length) - 1];
      if (next instanceof Response) return next.clone();
      return next === undefined ? new HttpResponse(null, { status: 204 }) : HttpResponse.json(next);
    }),
  );
  return asked;
}

/** A refusal as the server writes it. */
export const problem = ({ status = 422, ...said }: Problem): Response =>
  HttpResponse.json(
    { type: `/problems/${said.code}`, status, ...said },
    { status, headers: { "content-type": "application/problem+json" } },
  );
