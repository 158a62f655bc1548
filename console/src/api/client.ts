/**
 * The client of the server, generated from its own description: `make openapi` writes it anew, and `make lint` says
 * when that was forgotten. What is answered with an error is thrown as a `Problem`.
 */
import createFetchClient from "openapi-fetch";
import createClient from "openapi-react-query";
import type { components, paths } from "../schema";
import { Problem } from "./problem";

const BASE = "/api/v1";
type Told = components["schemas"]["Problem"];
type Short<P> = P extends `/api/v1${infer Rest}` ? Rest : never;
/** Every operation can fail, with a problem. */
type Failing<O> = O extends { responses: infer R }
  ? Omit<O, "responses"> & { responses: R & { default: { content: { "application/problem+json": Told } } } }
  : O;
type Paths = { [P in keyof paths as Short<P>]: { [M in keyof paths[P]]: Failing<paths[P][M]> } };

/** Asks whoever is signed in to show again that it is them; true when they did. */
let prove: (() => Promise<boolean>) | undefined;
export const onProof = (ask?: () => Promise<boolean>) => {
  prove = ask;
};

async function send(request: Request): Promise<Response> {
  request.headers.set("x-hjemmel", "1");
  request.headers.set("accept-language", document.documentElement.lang || "en");
  // Files are not held twice; nothing that takes them asks for a proof.
  const again = request.headers.get("content-type")?.startsWith("multipart/") ? undefined : request.clone();
  const answer = await fetch(request).catch(() => {
    throw new Problem({ status: 0, code: "offline" });
  });
  if (answer.ok) return answer;
  const problem = await Problem.read(answer);
  if (again && problem.code === "fresh_proof_needed" && prove && (await prove())) {
    // What gives others power waits for a fresh proof and goes on after it.
    const second = await fetch(again).catch(() => {
      throw new Problem({ status: 0, code: "offline" });
    });
    if (second.ok) return second;
    throw await Problem.read(second);
  }
  throw problem;
}

/** Each operation as a function. */
export const server = createFetchClient<Paths>({ baseUrl: location.origin + BASE, fetch: send });

/** Each operation as a query or a mutation. */
export const api = createClient(server);

/** The key of everything that was asked at an address, whatever was asked of it. */
export const keyOf = (path: keyof Paths) => ["get", path] as const;
