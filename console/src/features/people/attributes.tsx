/** What is known about a person, with where it came from: added, changed, taken away. */
import { Button, Group, Stack, Table, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Attribute, api, type Person, type PersonInput, type PersonPut } from "../../api";
import { useWords } from "../../i18n";
import { Fault, Sure } from "../../parts";
import { Section, useAttributeName, useFrom } from "./parts";

/** Names are small letters without spaces. */
export const attributeName = (typed: string) =>
  typed
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");

export function Attributes({ person, attributes, may }: { person: Person; attributes: Attribute[]; may: boolean }) {
  const { t, date, say } = useWords();
  const client = useQueryClient();
  const called = useAttributeName();
  const from = useFrom();
  const [edit, setEdit] = useState<string>();
  const own = person.identifiers[0];
  const put = async (name: string, value: string) => {
    const body: PersonInput = {
      identifiers: [{ kind: own.kind, value: own.value }],
      source: "staff",
      attributes: { [name]: value },
    };
    await api<PersonPut>("/people", { method: "POST", body });
    await client.invalidateQueries({ queryKey: ["person", person.id] });
    setEdit(undefined);
  };
  const shut = () => setEdit(undefined);
  return (
    <Section head="about">
      {attributes.length === 0 && <div className="quiet">{t("about_none")}</div>}
      {attributes.length > 0 && (
        <Table verticalSpacing={5} horizontalSpacing={6} mt={4} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="24%">{t("event")}</Table.Th>
              <Table.Th>{t("value")}</Table.Th>
              <Table.Th w="30%">{t("from_where")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {attributes.map((a) =>
              edit === a.name ? (
                <Table.Tr key={a.name}>
                  <Table.Td colSpan={3}>
                    <Value name={a.name} value={a.value} put={put} shut={shut} />
                  </Table.Td>
                </Table.Tr>
              ) : (
                <Table.Tr key={a.name} style={{ verticalAlign: "top", overflowWrap: "anywhere" }}>
                  <Table.Td title={a.name}>{called(a.name)}</Table.Td>
                  <Table.Td>
                    {a.value}
                    {may && own && (
                      <Group gap={2} ml={-8}>
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          color="gray"
                          aria-label={`${t("edit")} ${called(a.name)}`}
                          onClick={() => setEdit(a.name)}
                        >
                          {t("edit")}
                        </Button>
                        <Sure
                          word="remove"
                          title="about_remove"
                          aria-label={`${t("remove")} ${called(a.name)}`}
                          text={say("about_remove_sure", { what: `${called(a.name)}: ${a.value}` })}
                          go={() => put(a.name, "")}
                        />
                      </Group>
                    )}
                  </Table.Td>
                  <Table.Td className="quiet">
                    {from(a.source)}
                    <div>{date(a.at)}</div>
                  </Table.Td>
                </Table.Tr>
              ),
            )}
          </Table.Tbody>
        </Table>
      )}
      {may &&
        own &&
        (edit === "" ? (
          <Value put={put} shut={shut} />
        ) : (
          <Group mt={6}>
            <Button size="xs" variant="default" onClick={() => setEdit("")}>
              {t("about_add")}
            </Button>
          </Group>
        ))}
    </Section>
  );
}

/** A value, and its name when it is new. What the server refuses stays in the fields. */
function Value({
  name,
  value,
  put,
  shut,
}: {
  name?: string;
  value?: string;
  put: (name: string, value: string) => Promise<void>;
  shut: () => void;
}) {
  const { t } = useWords();
  const called = useAttributeName();
  const [what, setWhat] = useState(name ?? "");
  const [text, setText] = useState(value ?? "");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const store = async () => {
    setBusy(true);
    setFault(undefined);
    await put(attributeName(what), text.trim()).catch(setFault);
    setBusy(false);
  };
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        void store();
      }}
    >
      <Stack gap={8} mt={6}>
        {name === undefined && (
          <TextInput
            autoFocus
            label={t("event")}
            description={t("about_name_def")}
            placeholder="first_name"
            maxLength={60}
            value={what}
            onChange={(e) => setWhat(e.target.value)}
          />
        )}
        <TextInput
          autoFocus={name !== undefined}
          label={name === undefined ? t("value") : called(name)}
          description={name === undefined ? t("about_not") : undefined}
          maxLength={500}
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
        {fault !== undefined && <Fault error={fault} />}
        <Group gap="xs">
          <Button size="xs" type="submit" loading={busy} disabled={!what.trim() || !text.trim()}>
            {t("store")}
          </Button>
          <Button size="xs" variant="default" onClick={shut}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
