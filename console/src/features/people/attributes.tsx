/** What is known about a person, with where it came from: added, changed, taken away. */

import { Button, Group, Table } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { Attribute, Person } from "../../api/types";
import { Sure } from "../../parts/dialog";
import { Section } from "../../parts/section";
import { Attribute as Edit } from "./attribute";
import { useAttributeName, useFrom } from "./parts";
import { useWords } from "./words";

interface Props {
  person: Person;
  attributes: Attribute[];
  may: boolean;
}

export function Attributes({ person, attributes, may }: Props) {
  const { t } = useWords();
  const [edit, setEdit] = useState<string>();
  // Somebody who is not known by anything cannot be written to.
  const own = may ? person.identifiers[0] : undefined;
  const shut = () => setEdit(undefined);
  return (
    <Section order={3} head={t("about")}>
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
              edit === a.name && own ? (
                <Table.Tr key={a.name}>
                  <Table.Td colSpan={3}>
                    <Edit known={own} name={a.name} value={a.value} shut={shut} />
                  </Table.Td>
                </Table.Tr>
              ) : (
                <Row key={a.name} attribute={a} known={own} edit={() => setEdit(a.name)} />
              ),
            )}
          </Table.Tbody>
        </Table>
      )}
      {own &&
        (edit === "" ? (
          <Edit known={own} shut={shut} />
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

interface RowProps {
  attribute: Attribute;
  known?: Person["identifiers"][number];
  edit: () => void;
}

function Row({ attribute: a, known, edit }: RowProps) {
  const { t, date } = useWords();
  const name = useAttributeName()(a.name);
  const from = useFrom();
  return (
    <Table.Tr className="top wrap">
      <Table.Td title={a.name}>{name}</Table.Td>
      <Table.Td>
        {a.value}
        {known && (
          <Group gap={2} ml={-8}>
            <Button size="compact-xs" variant="subtle" color="gray" aria-label={`${t("edit")} ${name}`} onClick={edit}>
              {t("edit")}
            </Button>
            <Remove attribute={a} known={known} />
          </Group>
        )}
      </Table.Td>
      <Table.Td className="quiet">
        {from(a.source)}
        <div>{date(a.at)}</div>
      </Table.Td>
    </Table.Tr>
  );
}

function Remove({ attribute: a, known }: { attribute: Attribute; known: Person["identifiers"][number] }) {
  const { t, say } = useWords();
  const name = useAttributeName()(a.name);
  const put = api.useMutation("post", "/people");
  const body = {
    identifiers: [{ kind: known.kind, value: known.value }],
    source: "staff",
    attributes: { [a.name]: "" },
  };
  return (
    <Sure
      label={t("remove")}
      title={t("about_remove")}
      aria-label={`${t("remove")} ${name}`}
      text={say("about_remove_sure", { what: `${name}: ${a.value}` })}
      go={() => put.mutateAsync({ body })}
    />
  );
}
