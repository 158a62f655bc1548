/** One condition of a segment: by what, how, and which values. */
import { CloseButton, Group, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { api } from "../../api/client";
import { oneOf } from "../../parts/address";
import { LANGS, LANGUAGES } from "../../words/catalogue";
import { type Condition, FACETS, fresh, isYesNo, namesOwn, OPERATORS, operatorsOf, takesTexts } from "./definition";
import { useWords } from "./words";

interface Props {
  value: Condition;
  change: (next: Condition) => void;
  remove: () => void;
  /** The segment that is changed: it does not stand in itself. */
  self?: string;
  /** What is missing is shown. */
  tried: boolean;
}

export function ConditionRow(props: Props) {
  const { value, change, remove } = props;
  const { t } = useWords();
  const choose = (text: string | null) => {
    const facet = oneOf(FACETS, text);
    if (facet) change(fresh(facet));
  };
  return (
    <Group gap={8} align="flex-start" wrap="wrap">
      <Select
        aria-label={t("sg_on")}
        searchable
        allowDeselect={false}
        data={FACETS.map((f) => ({ value: f, label: t(`sg_facet_${f.replace(":", "")}` as "sg_facet_email") }))}
        value={value.facet}
        onChange={choose}
        w={220}
      />
      {namesOwn(value.facet) && <Named {...props} />}
      {isYesNo(value.facet) ? <YesNo {...props} /> : <How {...props} />}
      <CloseButton mt={4} aria-label={t("sg_remove_condition")} onClick={remove} />
    </Group>
  );
}

/** Of which attribute, topic, currency or segment. */
function Named({ value, change, self, tried }: Props) {
  const { t, written } = useWords();
  const topics = api.useQuery("get", "/topics", {}, { enabled: value.facet === "permission:" });
  const others = api.useQuery("get", "/segments", {}, { enabled: value.facet === "segment:" });
  const error = tried && value.of === "" && t("must_fill");
  const put = (of: string | null) => change({ ...value, of: of ?? "" });
  if (value.facet === "permission:" || value.facet === "segment:") {
    const data =
      value.facet === "permission:"
        ? topics.data?.map((x) => ({ value: x.id, label: written(x.name) || x.id }))
        : others.data
            ?.filter((s) => s.segment.id !== self)
            .map((s) => ({ value: s.segment.id, label: s.segment.name }));
    return (
      <Select
        aria-label={t("sg_which")}
        placeholder={t("sg_which")}
        data={data ?? []}
        value={value.of || null}
        error={error}
        onChange={put}
        w={200}
      />
    );
  }
  const sum = value.facet === "order_sum:";
  return (
    <TextInput
      aria-label={t(sum ? "sg_currency" : "sg_attribute")}
      placeholder={t(sum ? "sg_currency" : "sg_attribute")}
      maxLength={sum ? 3 : 40}
      value={value.of}
      error={error}
      onChange={(e) => put(sum ? e.target.value.toUpperCase() : e.target.value)}
      w={sum ? 90 : 150}
    />
  );
}

function YesNo({ value, change }: Props) {
  const { t } = useWords();
  return (
    <Select
      aria-label={t("sg_how")}
      allowDeselect={false}
      data={[
        { value: "yes", label: t("sg_yes") },
        { value: "no", label: t("sg_no") },
      ]}
      value={value.values[0] ?? "yes"}
      onChange={(v) => v && change({ ...value, not: false, values: [v] })}
      w={100}
    />
  );
}

function How(props: Props) {
  const { value, change } = props;
  const { t } = useWords();
  const offered = operatorsOf(value.facet).flatMap((op) => [
    { value: op as string, label: t(`sg_op_${op}`) },
    ...(op === "is" || op === "contains" || op === "starts" ? [{ value: `!${op}`, label: t(`sg_op_not_${op}`) }] : []),
  ]);
  const turn = (text: string) => {
    const op = OPERATORS.find((o) => o === text.replace("!", "")) ?? value.op;
    const next = { ...value, op, not: text.startsWith("!") };
    change({ ...next, values: takesTexts(next) === takesTexts(value) ? value.values.slice(0, 1) : [] });
  };
  return (
    <>
      <Select
        aria-label={t("sg_how")}
        allowDeselect={false}
        data={offered}
        value={`${value.not ? "!" : ""}${value.op}`}
        onChange={(op) => op && turn(op)}
        w={250}
      />
      {takesTexts(value) ? <Texts {...props} /> : <Numbers {...props} />}
    </>
  );
}

function Texts({ value, change, tried }: Props) {
  const { t } = useWords();
  const languages = value.facet === "language" ? LANGUAGES.map((l) => ({ value: l, label: LANGS[l] })) : [];
  return (
    <TagsInput
      aria-label={t("sg_values")}
      placeholder={value.values.length === 0 ? t("sg_values_hint") : undefined}
      data={languages}
      value={value.values}
      error={tried && value.values.length === 0 && t("must_fill")}
      onChange={(values) => change({ ...value, values })}
      acceptValueOnBlur
      maxTags={100}
      flex={1}
      miw={180}
    />
  );
}

function Numbers({ value, change, tried }: Props) {
  const { t } = useWords();
  const places = value.op === "between" ? [t("from"), t("to")] : [t("sg_number")];
  return places.map((label, at) => (
    <NumberInput
      key={label}
      aria-label={label}
      placeholder={label}
      min={0}
      value={value.values[at] ?? ""}
      error={tried && !value.values[at] && t("must_fill")}
      onChange={(n) =>
        change({ ...value, values: places.map((_, i) => (i === at ? String(n) : (value.values[i] ?? ""))) })
      }
      w={110}
    />
  ));
}
