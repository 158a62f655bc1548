/** The fields of what is sent or comes back, each with its kind and what it is; what lies deeper opens. */
import { Coded } from "./coded";
import { type Document, resolved, type Schema } from "./document";
import { useWords } from "./words";

interface Part {
  schema: Schema;
  /** What a reference is called. */
  name?: string;
}

const nameOf = (schema: Schema) => schema.$ref?.split("/").at(-1);

/** What a schema is, without what only says that it may be nothing. */
function core(document: Document, schema: Schema): Part {
  const several = schema.oneOf ?? schema.anyOf;
  const real = several?.filter((s) => s.type !== "null");
  if (real?.length === 1 && real[0]) return core(document, real[0]);
  return { schema: resolved(document, schema), name: nameOf(schema) };
}

/** Its kind in a word or two. */
function kind(document: Document, given: Schema): string {
  const { schema, name } = core(document, given);
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.items) return `${kind(document, schema.items)}[]`;
  if (schema.properties || schema.oneOf || schema.allOf) return name ?? "object";
  const types = [schema.type ?? "any"].flat().filter((type) => type !== "null");
  return schema.pattern ?? types.join(" | ");
}

/** What has fields of its own, and their variants. */
function below(document: Document, given: Schema): Schema[] {
  const { schema } = core(document, given);
  if (schema.items) return below(document, schema.items);
  if (schema.allOf) return schema.allOf.flatMap((s) => below(document, s));
  if (schema.oneOf) return schema.oneOf.flatMap((s) => below(document, s));
  return schema.properties ? [schema] : [];
}

/** How deep fields are shown: what refers to itself ends here. */
const DEEP = 4;

export function Fields({ document, schema, deep = 0 }: { document: Document; schema: Schema; deep?: number }) {
  const all = below(document, schema);
  if (all.length === 0) return <code className="small">{kind(document, schema)}</code>;
  return (
    <>
      {all.map((part, n) => (
        <ul key={n} className="plain api-fields">
          {Object.entries(part.properties ?? {}).map(([name, field]) => (
            <li key={name}>
              <Field
                document={document}
                name={name}
                schema={field}
                needed={part.required?.includes(name)}
                deep={deep}
              />
            </li>
          ))}
        </ul>
      ))}
    </>
  );
}

interface FieldProps {
  document: Document;
  name: string;
  schema: Schema;
  needed?: boolean;
  deep?: number;
}

/** One of them, or one thing that is asked for in the address. */
export function Field({ document, name, schema, needed, deep = 0 }: FieldProps) {
  const { t } = useWords();
  const about = schema.description ?? core(document, schema).schema.description;
  const opens = deep < DEEP && below(document, schema).length > 0;
  return (
    <>
      <code className="strong">{name}</code> <code className="quiet small">{kind(document, schema)}</code>
      {needed && <span className="quiet small"> {t("docs_required")}</span>}
      {about && (
        <div lang="en">
          <Coded text={about} />
        </div>
      )}
      {opens && (
        <details>
          <summary className="small">{kind(document, schema)}</summary>
          <Fields document={document} schema={schema} deep={deep + 1} />
        </details>
      )}
    </>
  );
}
