/** Activities as lines, and what is looked for among them. */
import { Group, Loader, Select, Table, Text, TextInput } from "@mantine/core";
import { useNavigate } from "react-router-dom";
import type { ActivityEntry, Me } from "../../api/types";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/empty";
import { Heads, Opens } from "../../parts/table";
import { useOn, useTo } from "./address";
import { AsOf, Then } from "./as-of";
import { type List as Listed, useTerms } from "./kept";
import { useDay, useLines } from "./lines";
import { useWords } from "./words";

/** The first part of a ground says enough in a list: `Consent, Article 6(1)(a)`. */
const short = (label: string) => label.split(",")[0] ?? label;

interface Props {
  activities: ActivityEntry[];
  me: Me;
  /** What is asked for has not come yet. */
  waiting: boolean;
}

/** Those that fit what was typed and chosen: a text is looked for in everything that an activity says. */
function useFitting(activities: ActivityEntry[], me: Me): ActivityEntry[] {
  const { at } = useAddress();
  const lines = useLines(me);
  const text = at("find").trim().toLocaleLowerCase();
  const says = (a: ActivityEntry) =>
    lines(a.entry)
      .flatMap((line) => line.all)
      .join("\n")
      .toLocaleLowerCase();
  return activities
    .filter((a) => !at("basis") || a.entry.legal_bases.some((b) => b === at("basis")))
    .filter((a) => !text || says(a).includes(text));
}

export function List({ activities, me, waiting }: Props) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const { of } = useTerms();
  const on = useOn();
  const fitting = useFitting(activities, me);
  return (
    <>
      <Then />
      <Group align="end" mb="md">
        <TextInput
          className="share"
          label={t("rg_find")}
          value={at("find")}
          onChange={(e) => put({ find: e.target.value }, { replace: true })}
        />
        <Select
          label={t("rg_basis")}
          allowDeselect={false}
          value={at("basis")}
          data={[{ value: "", label: t("rg_all") }, ...of("legal_bases")]}
          onChange={(basis) => put({ basis }, { replace: true })}
        />
        <AsOf />
      </Group>
      {waiting ? (
        <Loader />
      ) : activities.length === 0 ? (
        <Empty>
          <p>{t(on ? "rg_none_then" : "rg_none")}</p>
        </Empty>
      ) : fitting.length === 0 ? (
        <p className="quiet">{t("rg_none_fit")}</p>
      ) : (
        <Rows activities={fitting} />
      )}
    </>
  );
}

function Rows({ activities }: { activities: ActivityEntry[] }) {
  const { t } = useWords();
  const heads = ["c_name", "rg_basis", "rg_subjects", "rg_retention", "rg_owner", "rg_reviewed"] as const;
  return (
    <div className="sheet">
      <Table className="stack" highlightOnHover verticalSpacing={8} horizontalSpacing="md" miw={860}>
        <Heads words={heads.map((h) => t(h))} />
        <Table.Tbody>
          {activities.map((a) => (
            <Row key={a.id} activity={a} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Row({ activity: { id, entry: a } }: { activity: ActivityEntry }) {
  const { t } = useWords();
  const { called } = useTerms();
  const navigate = useNavigate();
  const to = useTo();
  const day = useDay();
  const show = () => navigate(to(`/register/${id}`));
  const terms = (list: Listed, names: string[]) => names.map((name) => called(list, name)).join(", ");
  const bases = a.legal_bases.map((name) => short(called("legal_bases", name))).join(", ");
  // What is called as the use it names is not said twice.
  const uses = terms("uses", a.uses ?? []);
  return (
    <Table.Tr onClick={show} className="press top">
      <Table.Td>
        <Opens show={show} name={id}>
          {a.name}
        </Opens>
        {uses !== a.name && <div className="quiet small">{uses}</div>}
      </Table.Td>
      <Table.Td data-label={t("rg_basis")}>{bases}</Table.Td>
      <Table.Td data-label={t("rg_subjects")}>{terms("subjects", a.subjects)}</Table.Td>
      <Table.Td data-label={t("rg_retention")} miw={220}>
        <Text component="span" lineClamp={3}>
          {a.retention}
        </Text>
      </Table.Td>
      <Table.Td data-label={t("rg_owner")}>{a.owner}</Table.Td>
      <Table.Td data-label={t("rg_reviewed")}>
        {a.reviewed_on ? <span className="nowrap">{day(a.reviewed_on)}</span> : t("rg_never")}
      </Table.Td>
    </Table.Tr>
  );
}
