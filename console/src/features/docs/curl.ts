/** An operation as a line for the shell, that does what its example says. */
import { access, type Document, type Operation, type Parameter, resolved } from "./document";

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A value that could stand there. */
function value(document: Document, { name, example, schema = {} }: Parameter): string {
  const { examples, enum: known } = resolved(document, schema);
  const first = example ?? examples?.[0] ?? known?.[0];
  return first === undefined ? name.toUpperCase() : String(first);
}

function address(document: Document, operation: Operation): string {
  const asked = operation.parameters ?? [];
  const of = (name: string) => asked.find((p) => p.in === "path" && p.name === name);
  const path = operation.path.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const parameter = of(name);
    return parameter ? value(document, parameter) : whole;
  });
  const query = asked.filter((p) => p.in === "query" && p.required).map((p) => `${p.name}=${value(document, p)}`);
  return query.length > 0 ? `${path}?${query.join("&")}` : path;
}

function body(operation: Operation): string[] {
  const content = operation.requestBody?.content ?? {};
  const json = content["application/json"];
  if (json) return ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(json.example ?? {}, null, 2))}`];
  return Object.keys(content).length > 0 ? ["-F file=@people.csv"] : [];
}

export function curl(document: Document, operation: Operation, origin: string): string {
  const own = operation.security?.some((way) => "own_page" in way);
  const who = {
    key: [`-H "Authorization: Bearer $HJEMMEL_KEY"`],
    account: [`-b "hjemmel_session=$SESSION"`, ...(own ? ["-H 'X-Hjemmel: 1'"] : [])],
    anybody: own ? ["-H 'X-Hjemmel: 1'"] : [],
  }[access(operation)];
  const how = operation.method === "GET" ? "" : `-X ${operation.method} `;
  return [`curl ${how}${quoted(origin + address(document, operation))}`, ...who, ...body(operation)].join(" \\\n  ");
}
