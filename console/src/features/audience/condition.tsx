/** One condition of a filter: on what, how, and which values. */
import { CloseButton, Group, NumberInput, Select, TagsInput } from "@mantine/core";
import { api } from "../../api/client";
import type { Dimension } from "../../api/types";
import { type Condition, OPERATORS, takesTexts } from "./filter";
import { useNames } from "./sentence";
import { useWords } from "./words";

/** What the conditions of a filter are about: a site's dimensions, in a period. */
export interface About {
  site: { id: string };
  period: { from: string; to: string };
  dimensions: Dimension[];
  /** What is missing is shown. */
  tried: boolean;
}

interface Props {
  about: About;
  value: Condition;
  change: (next: Condition) => void;
  remove: () => void;
}

export function ConditionRow({ about, value, change, remove }: Props) {
  const { t } = useWords();
  const { one } = useNames();
  const of = about.dimensions.find((d) => d.name === value.on);
  const offered = OPERATORS.filter((op) => op === value.op || of?.operators.includes(op)).flatMap((op) => [
    { value: op, label: t(`op_${op}`) },
    ...(op === "is" || op === "contains" || op === "starts" ? [{ value: `!${op}`, label: t(`op_not_${op}`) }] : []),
  ]);
  const choose = (on: string) => {
    const operators: readonly string[] = about.dimensions.find((d) => d.name === on)?.operators ?? [];
    change({ ...value, on, op: operators.includes(value.op) ? value.op : "is", values: [] });
  };
  const turn = (text: string) => {
    const op = OPERATORS.find((o) => o === text.replace("!", "")) ?? value.op;
    const values = takesTexts(op) === takesTexts(value.op) ? value.values : [];
    change({ ...value, op, not: text.startsWith("!"), values });
  };
  return (
    <Group gap={8} align="flex-start" wrap="wrap">
      <Select
        aria-label={t("f_on")}
        searchable
        allowDeselect={false}
        data={about.dimensions.map((d) => ({ value: d.name, label: one(d.name) }))}
        value={value.on}
        onChange={(on) => on && choose(on)}
        w={160}
      />
      <Select
        aria-label={t("f_how")}
        allowDeselect={false}
        data={offered}
        value={`${value.not && takesTexts(value.op) ? "!" : ""}${value.op}`}
        onChange={(op) => op && turn(op)}
        w={170}
      />
      {takesTexts(value.op) ? (
        <Texts about={about} value={value} change={change} />
      ) : (
        <Numbers value={value} change={change} tried={about.tried} />
      )}
      <CloseButton mt={4} aria-label={t("f_remove")} onClick={remove} />
    </Group>
  );
}

/** Values, with those that occur most in the period to choose from. */
function Texts({ about, value, change }: Omit<Props, "remove">) {
  const { t } = useWords();
  const seen = api.useQuery("get", "/sites/{id}/reports/breakdown", {
    params: { path: { id: about.site.id }, query: { ...about.period, by: value.on, limit: 100 } },
  });
  return (
    <TagsInput
      aria-label={t("f_values")}
      placeholder={value.values.length === 0 ? t("f_values_hint") : undefined}
      data={seen.data?.filter((row) => !row.hidden).map((row) => row.value) ?? []}
      value={value.values}
      error={about.tried && value.values.length === 0 && t("must_fill")}
      onChange={(values) => change({ ...value, values })}
      acceptValueOnBlur
      maxTags={100}
      maxDropdownHeight={150}
      flex={1}
      miw={200}
    />
  );
}

function Numbers({ value, change, tried }: { value: Condition; change: Props["change"]; tried: boolean }) {
  const { t } = useWords();
  const places = value.op === "between" ? [t("from"), t("to")] : [t("f_values")];
  return places.map((label, at) => (
    <NumberInput
      key={label}
      aria-label={label}
      placeholder={label}
      value={value.values[at] ?? ""}
      error={tried && !value.values[at] && t("must_fill")}
      onChange={(n) =>
        change({ ...value, values: places.map((_, i) => (i === at ? String(n) : (value.values[i] ?? ""))) })
      }
      w={120}
    />
  ));
}
