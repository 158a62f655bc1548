/** One operation: what it does, who may, what is sent, what comes back and what can go wrong. */

import { Button, CopyButton } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Coded } from "./coded";
import { curl } from "./curl";
import { access, type Document, type Operation, problems, well } from "./document";
import { Field, Fields } from "./fields";
import { useWords } from "./words";

interface Props {
  document: Document;
  operation: Operation;
  /** The address names it. */
  named?: boolean;
}

export function OperationEntry({ document, operation: o, named = false }: Props) {
  const [opened, setOpened] = useState(named);
  const short = o.path.replace("/api/v1", "");
  return (
    <details
      id={o.operationId}
      className="api-operation"
      open={opened}
      onToggle={(e) => setOpened(e.currentTarget.open)}
    >
      <summary>
        <span className="api-method">{o.method}</span> <code className="api-path">{short}</code>
        <span className="quiet api-summary" lang="en">
          <Coded text={o.summary ?? ""} />
        </span>
      </summary>
      {opened && <Told document={document} operation={o} />}
    </details>
  );
}

function Part({ head, children }: { head: string; children: ReactNode }) {
  return (
    <section aria-label={head}>
      <h4>{head}</h4>
      {children}
    </section>
  );
}

function Told({ document, operation: o }: { document: Document; operation: Operation }) {
  const { t } = useWords();
  const [kind, sent] = Object.entries(o.requestBody?.content ?? {})[0] ?? [];
  const back = well(o);
  return (
    <div className="api-told">
      <div>
        {o.description && o.description !== o.summary && (
          <p lang="en">
            <Coded text={o.description} />
          </p>
        )}
        <Part head={t("docs_who")}>
          <Who operation={o} />
        </Part>
        {o.parameters && (
          <Part head={t("docs_asked")}>
            <ul className="plain api-fields">
              {o.parameters.map((p) => (
                <li key={p.name}>
                  <Field
                    document={document}
                    name={p.name}
                    schema={{ ...p.schema, description: p.description }}
                    needed={p.required}
                  />
                </li>
              ))}
            </ul>
          </Part>
        )}
        {sent?.schema && (
          <Part head={`${t("docs_sent")} · ${kind}`}>
            <Fields document={document} schema={sent.schema} />
          </Part>
        )}
        <Part head={`${t("docs_back")} · ${back.status}`}>
          {back.schema ? <Fields document={document} schema={back.schema} /> : t("docs_nothing")}
        </Part>
        <Part head={t("docs_wrong")}>
          <Wrong document={document} operation={o} />
        </Part>
      </div>
      <div>
        <Part head={t("docs_curl")}>
          <Line text={curl(document, o, location.origin)} />
        </Part>
        {back.example !== undefined && (
          <Part head={t("docs_back")}>
            <pre className="code api-back">{JSON.stringify(back.example, null, 2)}</pre>
          </Part>
        )}
      </div>
    </div>
  );
}

function Who({ operation: o }: { operation: Operation }) {
  const { t, any } = useWords();
  const who = access(o);
  return (
    <>
      {who === "key" ? (
        <>
          {o["x-roles"]?.map(any).join(", ")} <code className="quiet small">{o["x-action"]}</code>
        </>
      ) : (
        t(who === "account" ? "docs_account" : "docs_anybody")
      )}
      {o["x-fresh-proof"] && <div className="quiet">{t("docs_fresh")}</div>}
    </>
  );
}

function Wrong({ document, operation }: { document: Document; operation: Operation }) {
  return (
    <dl className="facts">
      {problems(document, operation).map(([status, codes]) => [
        <dt key={status}>{status}</dt>,
        <dd key={`${status} codes`}>
          {codes.map((code) => (
            <a key={code} className="api-code" href={`/problems/${code}`}>
              {code}
            </a>
          ))}
        </dd>,
      ])}
    </dl>
  );
}

function Line({ text }: { text: string }) {
  const { t } = useWords();
  return (
    <>
      <pre className="code">{text}</pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy} className="gap-top-s">
            {t(copied ? "copied" : "copy")}
          </Button>
        )}
      </CopyButton>
    </>
  );
}
