/** Groups of conditions, of which all, one or none must hold. */
import { Button, Group as Row, Select, Stack } from "@mantine/core";
import { ConditionRow } from "./condition";
import { fresh, type Group, isGroup, type Part } from "./definition";
import { useWords } from "./words";

/** As deep as groups are put into each other here; the server reads deeper ones. */
const DEPTH_MAX = 3;
const MATCHES = ["all", "any", "none", "not_all"] as const;
type Match = (typeof MATCHES)[number];

const matchOf = ({ any, not }: Group): Match => (any ? (not ? "none" : "any") : not ? "not_all" : "all");

interface Props {
  value: Group;
  change: (next: Group) => void;
  remove?: () => void;
  depth?: number;
  self?: string;
  tried: boolean;
}

export function Groups({ value, change, remove, depth = 1, self, tried }: Props) {
  const { t } = useWords();
  const put = (at: number, next?: Part) =>
    change({ ...value, parts: value.parts.flatMap((p, i) => (i !== at ? [p] : next ? [next] : [])) });
  const add = (part: Part) => change({ ...value, parts: [...value.parts, part] });
  const match = (text: string | null) => {
    const next = MATCHES.find((m) => m === text) ?? "all";
    change({ ...value, any: next === "any" || next === "none", not: next === "none" || next === "not_all" });
  };
  const shared = { self, tried };
  return (
    <Stack gap={8} pl={depth > 1 ? "lg" : 0}>
      <Row gap={8}>
        <Select
          aria-label={t("sg_match")}
          allowDeselect={false}
          data={MATCHES.map((m) => ({ value: m, label: t(`sg_match_${m}`) }))}
          value={matchOf(value)}
          onChange={match}
          w={280}
        />
        {remove && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={remove}>
            {t("sg_remove_group")}
          </Button>
        )}
      </Row>
      {value.parts.map((part, at) =>
        isGroup(part) ? (
          <Groups
            key={at}
            value={part}
            change={(next) => put(at, next)}
            remove={() => put(at)}
            depth={depth + 1}
            {...shared}
          />
        ) : (
          <ConditionRow key={at} value={part} change={(next) => put(at, next)} remove={() => put(at)} {...shared} />
        ),
      )}
      <Row gap={8}>
        <Button size="compact-sm" variant="default" onClick={() => add(fresh())}>
          {t("sg_add")}
        </Button>
        {depth < DEPTH_MAX && (
          <Button size="compact-sm" variant="default" onClick={() => add({ not: false, any: true, parts: [fresh()] })}>
            {t("sg_add_group")}
          </Button>
        )}
      </Row>
    </Stack>
  );
}
