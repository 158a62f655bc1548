/** A filter is put together: groups of conditions, of which all, one or none must hold. */
import { Button, Group as Row, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { Dialog, Ends } from "../../parts/dialog";
import { type About, ConditionRow } from "./condition";
import { all, complete, type Group, isGroup, type Part } from "./filter";
import { useSentence } from "./sentence";
import { useWords } from "./words";

/** As deep as groups are put into each other here; the server reads deeper ones. */
const DEPTH_MAX = 3;
const MATCHES = ["all", "any", "none", "not_all"] as const;
type Match = (typeof MATCHES)[number];

const matchOf = ({ any, not }: Group): Match => (any ? (not ? "none" : "any") : not ? "not_all" : "all");

interface Props {
  about: Omit<About, "tried">;
  filter: Group;
  apply: (filter: Group) => void;
  close: () => void;
}

export function Builder({ about, filter, apply, close }: Props) {
  const { t } = useWords();
  const sentence = useSentence();
  const first = about.dimensions[0]?.name ?? "source";
  const [draft, setDraft] = useState(filter.parts.length > 0 ? filter : all([fresh(first)]));
  const [tried, setTried] = useState(false);
  const done = () => (complete(draft) ? apply(draft) : setTried(true));
  return (
    <Dialog opened onClose={close} title={t("f_title")} size="xl">
      <Stack>
        <GroupEditor about={{ ...about, tried }} value={draft} change={setDraft} depth={1} first={first} />
        {complete(draft) && draft.parts.length > 0 && <p className="quiet">{sentence(draft)}</p>}
        <Ends cancel={close}>
          <Button onClick={done}>{t("f_apply")}</Button>
        </Ends>
      </Stack>
    </Dialog>
  );
}

const fresh = (on: string): Part => ({ not: false, op: "is", on, values: [] });

interface EditorProps {
  about: About;
  value: Group;
  change: (next: Group) => void;
  remove?: () => void;
  depth: number;
  first: string;
}

function GroupEditor({ about, value, change, remove, depth, first }: EditorProps) {
  const { t } = useWords();
  const put = (at: number, next?: Part) =>
    change({ ...value, parts: value.parts.flatMap((p, i) => (i !== at ? [p] : next ? [next] : [])) });
  const add = (part: Part) => change({ ...value, parts: [...value.parts, part] });
  const match = (text: string | null) => {
    const next = MATCHES.find((m) => m === text) ?? "all";
    change({ ...value, any: next === "any" || next === "none", not: next === "none" || next === "not_all" });
  };
  return (
    <Stack gap={8} pl={depth > 1 ? "lg" : 0}>
      <Row gap={8}>
        <Select
          aria-label={t("f_match")}
          allowDeselect={false}
          data={MATCHES.map((m) => ({ value: m, label: t(`f_match_${m}`) }))}
          value={matchOf(value)}
          onChange={match}
          w={290}
        />
        {remove && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={remove}>
            {t("f_remove_group")}
          </Button>
        )}
      </Row>
      {value.parts.map((part, at) =>
        isGroup(part) ? (
          <GroupEditor
            key={at}
            about={about}
            value={part}
            change={(next) => put(at, next)}
            remove={() => put(at)}
            depth={depth + 1}
            first={first}
          />
        ) : (
          <ConditionRow key={at} about={about} value={part} change={(next) => put(at, next)} remove={() => put(at)} />
        ),
      )}
      <Row gap={8}>
        <Button size="compact-sm" variant="default" onClick={() => add(fresh(first))}>
          {t("f_add")}
        </Button>
        {depth < DEPTH_MAX && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => add({ not: false, any: true, parts: [fresh(first)] })}
          >
            {t("f_add_group")}
          </Button>
        )}
      </Row>
    </Stack>
  );
}
