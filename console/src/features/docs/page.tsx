/** The API, operation by operation, as the server itself describes it. */
import { Loader, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useLocation } from "react-router-dom";
import { Problem } from "../../api/problem";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { Section } from "../../parts/section";
import { DOCUMENT, type Document, groups } from "./document";
import { OperationEntry } from "./operation";
import { useWords } from "./words";
import "./docs.css";

async function read(): Promise<Document> {
  const answer = await fetch(DOCUMENT);
  if (!answer.ok) throw await Problem.read(answer);
  return answer.json();
}

export default function Docs() {
  const { t } = useWords();
  const document = useQuery({ queryKey: ["description"], queryFn: read, staleTime: Number.POSITIVE_INFINITY });
  return (
    <>
      <Head title={t("docs")} lead={t("docs_def")} />
      <Fault error={document.error} retry={() => document.refetch()} />
      {document.isPending && <Loader />}
      {document.data && <Operations document={document.data} />}
    </>
  );
}

function Operations({ document }: { document: Document }) {
  const { t, say, count } = useWords();
  const { hash } = useLocation();
  const [query, setQuery] = useState("");
  const found = groups(document, useDeferredValue(query));
  const many = found.reduce((sum, group) => sum + group.operations.length, 0);
  return (
    <>
      <p className="narrow">{say("docs_key", { address: `${location.origin}/api/v1` })}</p>
      <p className="api-ways">
        <a href={DOCUMENT}>{t("docs_json")}</a> <a href="/problems">{t("docs_problems")}</a>
      </p>
      <TextInput
        type="search"
        className="slim"
        label={t("docs_search")}
        value={query}
        onChange={(e) => setQuery(e.currentTarget.value)}
      />
      <p className="quiet" role="status">
        {many === 0 ? t("docs_none") : count("docs_count", "docs_one", many)}
      </p>
      {found.map((group) => (
        <Section key={group.name} head={group.name}>
          {group.about && (
            <p className="first quiet" lang="en">
              {group.about}
            </p>
          )}
          {group.operations.map((o) => (
            <OperationEntry
              key={o.operationId}
              document={document}
              operation={o}
              named={hash === `#${o.operationId}`}
            />
          ))}
        </Section>
      ))}
    </>
  );
}
