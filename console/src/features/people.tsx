/** People: who is known, what they may be sent and why not; sign-up, files, erasures. */
import { Button, Drawer, Group, Loader, Table, Tabs, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import { api, type People as Found, type Me, type Person } from "../api";
import { useWords } from "../i18n";
import { Fault } from "../parts";
import { Import } from "./import";
import { Detail } from "./people/detail";
import { Enter } from "./people/enter";
import { Erasures } from "./people/erasures";
import { Forms } from "./people/forms";

export function People({ me }: { me: Me }) {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const sees = me.may.includes("person_read");
  const set = (tab: string | null) => {
    const next = new URLSearchParams(params);
    next.set("tab", tab ?? "people");
    next.delete("person");
    setParams(next);
  };
  const tabs = (
    [
      ["people", sees],
      ["forms", true],
      ["import", me.may.includes("person_import")],
      ["erasures", me.may.includes("person_erase")],
    ] as const
  ).filter(([, show]) => show);
  return (
    <>
      <Title order={1} size="h2" mb="md">
        {t("people")}
      </Title>
      <Tabs value={params.get("tab") ?? tabs[0][0]} onChange={set} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map(([x]) => (
            <Tabs.Tab key={x} value={x}>
              {t(x === "import" ? "im_tab" : x)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="people">
          <Search me={me} />
        </Tabs.Panel>
        <Tabs.Panel value="forms">
          <Forms me={me} />
        </Tabs.Panel>
        {me.may.includes("person_import") && (
          <Tabs.Panel value="import">
            <Import />
          </Tabs.Panel>
        )}
        {me.may.includes("person_erase") && (
          <Tabs.Panel value="erasures">
            <Erasures me={me} />
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  );
}

function Search({ me }: { me: Me }) {
  const { t, n } = useWords();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const [before, setBefore] = useState<string>();
  // The address somebody is looked for by travels in the body and stands in no URL.
  const found = useQuery({
    queryKey: ["people", asked, before],
    queryFn: () => api<Found>("/people/search", { method: "POST", body: { query: asked, before } }),
    placeholderData: (old) => old,
  });
  const open = params.get("person");
  const show = (id: string | null) => {
    const next = new URLSearchParams(params);
    id ? next.set("person", id) : next.delete("person");
    setParams(next);
  };
  return (
    <>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          setBefore(undefined);
          setAsked(text.trim());
        }}
      >
        <Group mb="md" align="end">
          <TextInput
            style={{ flex: 1, minWidth: 220 }}
            maw={460}
            label={t("find_person")}
            placeholder="karen.madsen@post.example"
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
          <Button type="submit">{t("find")}</Button>
          {asked && (
            <Button
              variant="default"
              onClick={() => {
                setText("");
                setAsked("");
              }}
            >
              {t("clear")}
            </Button>
          )}
          {me.may.includes("person_write") && (
            <Button variant="default" ml="auto" onClick={() => show("new")}>
              {t("new_person")}
            </Button>
          )}
        </Group>
      </form>
      {found.error ? (
        <Fault error={found.error} retry={() => found.refetch()} />
      ) : !found.data ? (
        <Loader />
      ) : found.data.people.length === 0 ? (
        <div className="card">{asked ? t("nobody_found") : t("no_people")}</div>
      ) : (
        <div className="card" style={{ overflowX: "auto", padding: 0 }}>
          <Rows people={found.data.people} show={show} />
          <Group p="sm" justify="space-between">
            <span className="quiet">
              {n(found.data.total)} {t("people_known")}
            </span>
            {found.data.people.length === 50 && (
              <Button size="xs" variant="default" onClick={() => setBefore(found.data!.people.at(-1)!.id)}>
                {t("older")}
              </Button>
            )}
          </Group>
        </div>
      )}
      <Drawer
        opened={!!open}
        onClose={() => show(null)}
        position="right"
        size="lg"
        title={t(open === "new" ? "new_person" : "person")}
        closeOnClickOutside={open !== "new"}
        closeButtonProps={{ "aria-label": t("rq_close") }}
      >
        {open === "new"
          ? me.may.includes("person_write") && <Enter done={show} />
          : open && <Detail key={open} id={open} me={me} close={() => show(null)} />}
      </Drawer>
    </>
  );
}

function Rows({ people, show }: { people: Person[]; show: (id: string) => void }) {
  const { t, date } = useWords();
  // By the address first, where there is one: a number says little to a reader.
  const known = (p: Person) =>
    [...p.identifiers].sort((a, b) => Number(b.kind === "email") - Number(a.kind === "email"));
  return (
    <Table className="stack" highlightOnHover verticalSpacing={7} horizontalSpacing="md" miw={680}>
      <Table.Thead>
        <Table.Tr>
          {(["identifier", "confirmed_when", "language", "since"] as const).map((h) => (
            <Table.Th key={h}>{t(h)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {people.map((p) => {
          const [first, ...rest] = known(p);
          return (
            <Table.Tr key={p.id} onClick={() => show(p.id)} style={{ cursor: "pointer" }}>
              <Table.Td>
                <Button variant="transparent" size="compact-sm" px={0} onClick={() => show(p.id)}>
                  {first?.value ?? "–"}
                  {rest.length > 0 && <span className="quiet">&nbsp;· {rest.map((i) => i.value).join(" · ")}</span>}
                </Button>
              </Table.Td>
              <Table.Td className="half" data-label={t("confirmed_when")}>
                {first?.verified_at ? date(first.verified_at) : <span className="quiet">{t("not_yet")}</span>}
              </Table.Td>
              <Table.Td className="half" data-label={t("language")}>
                {p.language}
              </Table.Td>
              <Table.Td className="half" data-label={t("since")}>
                {date(p.created_at)}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
