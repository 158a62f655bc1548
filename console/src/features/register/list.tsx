/** The records of a kind, each in a line; searched, and of any day. */
import { Group, Loader, Select, Table, Text, TextInput } from "@mantine/core";
import { useNavigate } from "react-router-dom";
import type { Entry, Field, Kind, Me } from "../../api/types";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/empty";
import { Heads, Opens } from "../../parts/table";
import { toRecord, useOn, useTo } from "./address";
import { AsOf, Then } from "./as-of";
import type { Line } from "./difference";
import { fieldsOf, said, texts, useTerms, wordOf } from "./kept";
import { useLines } from "./lines";
import { useWords } from "./words";

/** The first part of a term says enough in a list: `Consent, Article 6(1)(a)`. */
const short = (label: string) => label.split(",")[0] ?? label;

interface Props {
  kind: Kind;
  entries: Entry[];
  me: Me;
  /** What is asked for has not come yet. */
  waiting: boolean;
}

const listed = (kind: Kind) => fieldsOf(kind).filter((f) => f.listed && f.name !== "name");
/** What lists are narrowed by: the first of their columns that holds terms. */
const narrowed = (kind: Kind) => listed(kind).find((f) => f.shape === "one" || f.shape === "many");

export function List({ kind, entries, me, waiting }: Props) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const { of } = useTerms();
  const on = useOn();
  const lines = useLines(kind, me);
  const by = narrowed(kind);
  const term = by ? at(by.name) : "";
  const text = at("find").trim().toLocaleLowerCase();
  // A text is looked for in everything that a record says.
  const says = (e: Entry) => lines(said(e)).flatMap((line) => line.all);
  const fitting = entries
    .filter((e) => !by || !term || [said(e)[by.name], ...texts(said(e)[by.name])].includes(term))
    .filter((e) => !text || says(e).join("\n").toLocaleLowerCase().includes(text));
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
        {by && (
          <Select
            label={by.label}
            allowDeselect={false}
            value={term}
            data={[{ value: "", label: t("rg_all") }, ...of(by.of)]}
            onChange={(chosen) => put({ [by.name]: chosen }, { replace: true })}
          />
        )}
        <AsOf />
      </Group>
      {waiting ? (
        <Loader />
      ) : entries.length === 0 ? (
        <Empty>
          <p>{wordOf(kind, on ? "none_then" : "none")}</p>
        </Empty>
      ) : fitting.length === 0 ? (
        <p className="quiet">{wordOf(kind, "none_fit")}</p>
      ) : (
        <div className="sheet">
          <Table className="stack" highlightOnHover verticalSpacing={8} horizontalSpacing="md" miw={860}>
            <Heads words={[t("c_name"), ...listed(kind).map((f) => f.label)]} />
            <Table.Tbody>
              {fitting.map((e) => (
                <Row key={e.id} kind={kind} entry={e} lines={lines(said(e))} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </>
  );
}

function Row({ kind, entry: { id, entry }, lines }: { kind: Kind; entry: Entry; lines: Line[] }) {
  const navigate = useNavigate();
  const to = useTo();
  const show = () => navigate(to(toRecord(kind.kind, id)));
  const said = (f: Field) => {
    const all = lines.find(({ key }) => key === f.name)?.all ?? [];
    const texts = f.shape === "one" || f.shape === "many" ? all.map(short) : all;
    return texts.join(", ") || f.nothing;
  };
  return (
    <Table.Tr onClick={show} className="press top">
      <Table.Td>
        <Opens show={show} name={id}>
          {entry.name}
        </Opens>
      </Table.Td>
      {listed(kind).map((f) => (
        <Table.Td key={f.name} data-label={f.label} miw={f.shape === "text" ? 220 : undefined}>
          <Text component="span" lineClamp={3}>
            {said(f)}
          </Text>
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
