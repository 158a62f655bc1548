/** The description of the API as the server gives it, and what a page of it is made of. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  pattern?: string;
  examples?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}

interface Content {
  schema?: Schema;
  example?: unknown;
}

interface Answer {
  $ref?: string;
  description?: string;
  content?: Record<string, Content>;
  "x-problem-codes"?: string[];
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  required?: boolean;
  description?: string;
  schema?: Schema;
  example?: unknown;
}

interface Described {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, Answer>;
  security?: Record<string, string[]>[];
  "x-action"?: string;
  "x-roles"?: string[];
  "x-fresh-proof"?: boolean;
}

export interface Document {
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Answer> };
}

export interface Operation extends Described {
  method: string;
  path: string;
}

export interface Group {
  name: string;
  about?: string;
  operations: Operation[];
}

/** Where the server gives it. */
export const DOCUMENT = "/api/openapi.json";

const matches = (words: string[]) => (o: Operation) => {
  const text = [o.method, o.path, o.operationId, o.summary, o.description, ...(o.tags ?? [])].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
};

/** The operations that have these words, in the order of what they are about. */
export function groups(document: Document, query: string): Group[] {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ ...described, method: method.toUpperCase(), path })),
  );
  const found = all.filter(matches(query.toLowerCase().split(/\s+/).filter(Boolean)));
  const groups = (document.tags ?? []).map(({ name, description }) => ({
    name,
    about: description,
    operations: found.filter((o) => o.tags?.includes(name)),
  }));
  return groups.filter((group) => group.operations.length > 0);
}

/** What a reference stands for, with what is said beside it. */
export function resolved(document: Document, schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  const found = name === undefined ? undefined : document.components.schemas[name];
  return found ? { ...found, description: schema.description ?? found.description } : schema;
}

/** What can go wrong, by status. */
export function problems(document: Document, operation: Operation): [status: string, codes: string[]][] {
  return Object.entries(operation.responses).flatMap(([status, answer]) => {
    const name = answer.$ref?.split("/").at(-1);
    const codes = name === undefined ? undefined : document.components.responses[name]?.["x-problem-codes"];
    return codes ? [[status, codes] as [string, string[]]] : [];
  });
}

/** What comes back when all is well. */
export function well(operation: Operation): { status: string; kind?: string; schema?: Schema; example?: unknown } {
  const [status = "200", answer] = Object.entries(operation.responses).find(([s]) => s.startsWith("2")) ?? [];
  const [kind, content] = Object.entries(answer?.content ?? {})[0] ?? [];
  return { status, kind, ...content };
}

/** Who may call it: a server with a key, whoever is signed in, or anybody. */
export function access({ security = [] }: Operation): "key" | "account" | "anybody" {
  if (security.some((way) => "key" in way)) return "key";
  return security.some((way) => "session" in way) ? "account" : "anybody";
}
