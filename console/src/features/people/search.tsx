/** Finding people, and the one who is looked at. */
import { Button, Drawer, Group, Loader, Table, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router-dom";
import { api } from "../../api/client";
import type { Me, Person } from "../../api/types";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { Heads, Opens } from "../../parts/table";
import { LANGS } from "../../words/catalogue";
import { Detail } from "./detail";
import { Enter } from "./enter";
import { useWords } from "./words";

const PAGE = 50;
const HEADS = ["identifier", "confirmed_when", "language", "since"] as const;

export function Search({ me }: { me: Me }) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const [asked, setAsked] = useState("");
  const [before, setBefore] = useState<string>();
  // The address somebody is looked for by travels in the body and stands in no URL.
  const found = api.useQuery(
    "post",
    "/people/search",
    { body: { query: asked, before } },
    { placeholderData: (old) => old },
  );
  const open = at("person");
  const show = (person: string | null) => put({ person });
  const ask = (text: string) => {
    setBefore(undefined);
    setAsked(text);
  };
  return (
    <>
      <Bar
        asked={asked}
        ask={ask}
        none={found.data?.total === 0}
        enter={me.may.includes("person_write") ? () => show("new") : undefined}
      />
      {found.error ? (
        <Fault error={found.error} retry={() => found.refetch()} />
      ) : !found.data ? (
        <Loader />
      ) : found.data.people.length === 0 ? (
        <Nobody asked={asked !== ""} />
      ) : (
        <Rows people={found.data.people} total={found.data.total} show={show} older={setBefore} />
      )}
      <Drawer
        opened={open !== ""}
        onClose={() => show(null)}
        position="right"
        size="lg"
        title={t(open === "new" ? "new_person" : "person")}
        closeOnClickOutside={open !== "new"}
        closeButtonProps={{ "aria-label": t("rq_close") }}
      >
        {open === "new"
          ? me.may.includes("person_write") && <Enter done={show} />
          : open !== "" && <Detail key={open} id={open} me={me} close={() => show(null)} />}
      </Drawer>
    </>
  );
}

/** Nobody by that address, or nobody at all yet: then the way to the first. */
function Nobody({ asked }: { asked: boolean }) {
  const { t } = useWords();
  if (asked) return <p role="status">{t("nobody_found")}</p>;
  const next = (
    <Button component={Link} to="/people?tab=forms">
      {t("forms")}
    </Button>
  );
  return (
    <Empty next={next}>
      <p>{t("no_people")}</p>
    </Empty>
  );
}

interface BarProps {
  asked: string;
  ask: (text: string) => void;
  /** There is nobody to find. */
  none: boolean;
  enter?: () => void;
}

function Bar({ asked, ask, none, enter }: BarProps) {
  const { t } = useWords();
  const [text, setText] = useState("");
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        ask(text.trim());
      }}
    >
      <Group mb="md" align="end">
        <TextInput
          className="grow"
          miw={220}
          maw={560}
          label={t("find_person")}
          placeholder="karen.madsen@post.example"
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
        <Button type="submit" variant={none ? "default" : "filled"}>
          {t("find")}
        </Button>
        {asked && (
          <Button
            variant="default"
            onClick={() => {
              setText("");
              ask("");
            }}
          >
            {t("clear")}
          </Button>
        )}
        {enter && (
          <Button variant="default" ml="auto" onClick={enter}>
            {t("new_person")}
          </Button>
        )}
      </Group>
    </form>
  );
}

interface Props {
  people: Person[];
  total: number;
  show: (id: string) => void;
  older: (before: string) => void;
}

function Rows({ people, total, show, older }: Props) {
  const { t, n } = useWords();
  const last = people.at(-1);
  return (
    <div className="sheet">
      <Table className="stack" highlightOnHover verticalSpacing={7} horizontalSpacing="md" miw={680}>
        <Heads words={HEADS.map((h) => t(h))} />
        <Table.Tbody>
          {people.map((p) => (
            <Row key={p.id} person={p} show={() => show(p.id)} />
          ))}
        </Table.Tbody>
      </Table>
      <Group p="sm" justify="space-between">
        <span className="quiet">
          {n(total)} {t("people_known")}
        </span>
        {people.length === PAGE && last && (
          <Button size="xs" variant="default" onClick={() => older(last.id)}>
            {t("older")}
          </Button>
        )}
      </Group>
    </div>
  );
}

function Row({ person: p, show }: { person: Person; show: () => void }) {
  const { t, date } = useWords();
  // By the address first, where there is one: a number says little to a reader.
  const known = [...p.identifiers].sort((a, b) => Number(b.kind === "email") - Number(a.kind === "email"));
  const [first, ...rest] = known;
  return (
    <Table.Tr onClick={show} className="press">
      <Table.Td>
        <Opens show={show}>{first?.value ?? "–"}</Opens>
        {rest.length > 0 && <span className="quiet"> · {rest.map((i) => i.value).join(" · ")}</span>}
      </Table.Td>
      <Table.Td className="half" data-label={t("confirmed_when")}>
        {first?.verified_at ? date(first.verified_at) : <span className="quiet">{t("not_yet")}</span>}
      </Table.Td>
      <Table.Td className="half" data-label={t("language")}>
        {LANGS[p.language]}
      </Table.Td>
      <Table.Td className="half" data-label={t("since")}>
        {date(p.created_at)}
      </Table.Td>
    </Table.Tr>
  );
}
