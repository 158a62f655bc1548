/** What can be done with a record: change it, say that it was looked through, end it. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate } from "react-router-dom";
import { api } from "../../api/client";
import type { Entry, Kind } from "../../api/types";
import { Ask } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { More } from "../../parts/more";
import { today, toList, toRecord, useTo } from "./address";
import { lost, said, useRecords, useTerms, wordOf } from "./kept";
import { Marked, useReviewed } from "./reviewed";
import { useWords } from "./words";

export function Acts({ kind, entry }: { kind: Kind; entry: Entry }) {
  const { t } = useWords();
  const to = useTo();
  const reviewed = useReviewed(kind.kind);
  const [ending, setEnding] = useState(false);
  if (entry.ended) return null;
  const looked = said(entry).reviewed_on === today();
  return (
    <>
      <More
        choices={[
          {
            label: t("rg_reviewed_today"),
            go: () => reviewed.mark(entry),
            not: looked ? t("rg_reviewed_already") : undefined,
          },
          { label: wordOf(kind, "end"), go: () => setEnding(true), last: true },
        ]}
      />
      <Button component={Link} to={to(`${toRecord(kind.kind, entry.id)}/edit`)}>
        {t("edit")}
      </Button>
      <Marked of={reviewed} />
      <Fault error={reviewed.error} />
      <Ending kind={kind} record={entry} opened={ending} close={() => setEnding(false)} />
    </>
  );
}

interface EndingProps {
  kind: Kind;
  record: Entry;
  opened: boolean;
  close: () => void;
}

/** Before a record ends: what is refused from then on. */
function Ending({ kind, record, opened, close }: EndingProps) {
  const { t, say, locale } = useWords();
  const { called } = useTerms();
  const navigate = useNavigate();
  const to = useTo();
  const all = useRecords(kind.kind, "");
  const drop = api.useMutation("delete", "/register/{kind}/{id}");
  const { id, version, entry } = record;
  const end = async () => {
    await drop.mutateAsync({ params: { path: { kind: kind.kind, id }, query: { version } } });
    navigate(to(...toList(kind.kind)));
  };
  // Before the others are known nothing is promised about what they name.
  if (!all.data) return <Fault error={opened ? all.error : undefined} />;
  const names = lost(record, all.data.entries).map((use) => called("uses", use));
  const uses = new Intl.ListFormat(locale).format(names);
  const told = names.length > 0 ? say("rg_end_refused", { uses }) : t("rg_end_nothing");
  // Only activities name what the program does by itself.
  const text = kind.kind === "activities" ? told : wordOf(kind, "ended");
  return (
    <Ask
      label={t("rg_end_do")}
      title={say("rg_end_title", { name: entry.name })}
      text={`${text} ${t("rg_end_kept")}`}
      go={end}
      opened={opened}
      close={close}
    />
  );
}
