/** Who said what, the latest first. */
import { Badge, Button, Drawer, Group, Loader, Table } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router-dom";
import { api } from "../../api/client";
import type { Consent, Me, Notice, Site } from "../../api/types";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { Heads, Opens } from "../../parts/table";
import { LANGS } from "../../words/catalogue";
import { Detail } from "./record";
import { useWords } from "./words";

const PAGE = 50;
const HEADS = ["when", "event", "control", "granted", "version", "language"] as const;

/** Purposes as the site's notices call them; a set has a bit for each. */
const names = (notices: Notice[] | undefined, set: number) => {
  const known = new Map((notices ?? []).flatMap((n) => n.purposes.map((p) => [p.bit, p.key] as const)));
  return [...known].filter(([bit]) => (set >>> bit) & 1).map(([, key]) => key);
};

export function Records({ me, site }: { me: Me; site: Site }) {
  const { t } = useWords();
  const [before, setBefore] = useState<number>();
  const [open, setOpen] = useState<string>();
  const path = { id: site.id };
  const page = api.useQuery(
    "get",
    "/sites/{id}/consents",
    { params: { path, query: { before, limit: PAGE } } },
    { enabled: me.may.includes("consent_read") },
  );
  const notices = api.useQuery("get", "/sites/{id}/notices", { params: { path } });
  const called = (set: number) => names(notices.data, set);
  if (page.error) return <Fault error={page.error} retry={() => page.refetch()} />;
  if (!page.data) return <Loader />;
  if (page.data.length === 0) return <NoRecords site={site} />;
  const last = page.data.at(-1);
  return (
    <div className="sheet">
      <Table className="stack" highlightOnHover verticalSpacing={7} horizontalSpacing="md" miw={760}>
        <Heads words={HEADS.map((h) => t(h))} />
        <Table.Tbody>
          {page.data.map((r) => (
            <Row key={r.id} record={r} names={called} open={() => setOpen(r.id)} />
          ))}
        </Table.Tbody>
      </Table>
      {page.data.length === PAGE && last && (
        <Group p="sm" justify="flex-end">
          <Button size="xs" variant="default" onClick={() => setBefore(last.seq)}>
            {t("older")}
          </Button>
        </Group>
      )}
      <Drawer
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={!!open}
        onClose={() => setOpen(undefined)}
        position="right"
        size="lg"
        title={t("records")}
      >
        {open && <Detail id={open} me={me} names={called} />}
      </Drawer>
    </div>
  );
}

/** The first proof comes with the first visit: the way to the line that asks. */
function NoRecords({ site }: { site: Site }) {
  const { t } = useWords();
  const next = (
    <Button component={Link} to={`/consent?tab=tag&site=${site.id}`}>
      {t("show_tag")}
    </Button>
  );
  return (
    <Empty next={next}>
      <p>{t("no_records")}</p>
    </Empty>
  );
}

function Row({ record: r, names, open }: { record: Consent; names: (set: number) => string[]; open: () => void }) {
  const { t, any, moment } = useWords();
  return (
    <Table.Tr onClick={open} className="press">
      <Table.Td className="nowrap">
        <Opens show={open}>{moment(r.at)}</Opens>
      </Table.Td>
      <Table.Td className="half" data-label={t("event")}>
        {any(r.event)}
      </Table.Td>
      <Table.Td className="half" data-label={t("control")}>
        {any(r.act.control)}
        {r.gpc && (
          <Badge ml={6} size="xs" variant="outline" color="gray">
            GPC
          </Badge>
        )}
      </Table.Td>
      <Table.Td data-label={t("granted")}>{names(r.granted).map(any).join(", ") || "–"}</Table.Td>
      <Table.Td className="half" data-label={t("version")}>
        {r.notice_version}
      </Table.Td>
      <Table.Td className="half" data-label={t("language")}>
        {LANGS[r.language]}
      </Table.Td>
    </Table.Tr>
  );
}
