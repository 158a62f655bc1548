/** Small things to show parts with: each as a page would use it. */
import { Button, Group, Stack, Table, TextInput } from "@mantine/core";
import { useState } from "react";
import { Chart } from "../../parts/chart";
import { Ask, Dialog, Ends } from "../../parts/dialog";
import { More } from "../../parts/more";
import { Older } from "../../parts/older";
import { Heads, Opens } from "../../parts/table";
import { useWords } from "../../words/catalogue";

export const nothing = () => {};
export const done = async () => {};
const DAYS = ["1", "2", "3", "4", "5", "6", "7"];

export function Asks() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t("person")}
      </Button>
      <Dialog opened={open} onClose={close} title={t("person")}>
        <Ends cancel={close}>
          <Button onClick={close}>{t("store")}</Button>
        </Ends>
      </Dialog>
    </>
  );
}

export function AsksFirst() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t("remove")}
      </Button>
      <Ask label={t("remove")} text="…" go={done} opened={open} close={() => setOpen(false)} />
    </>
  );
}

export function Sizes() {
  const { t, n } = useWords();
  return (
    <Stack gap={6}>
      <div className="big">{n(48210)}</div>
      <div className="page-title">{t("visitors")}</div>
      <div className="part-head">{t("coverage")}</div>
      <div>{t("lane_script")}</div>
      <div className="quiet">{t("lane_script")}</div>
      <div className="quiet small">{t("lane_script")}</div>
    </Stack>
  );
}

export function Buttons() {
  const { t } = useWords();
  return (
    <Group>
      <Button>{t("store")}</Button>
      <Button variant="default">{t("edit")}</Button>
      <Button variant="subtle" color="gray">
        {t("remove")}
      </Button>
      <Button disabled>{t("store")}</Button>
    </Group>
  );
}

export function Fields() {
  const { t } = useWords();
  return (
    <Stack>
      <TextInput label={t("email")} defaultValue="karen.madsen@post.example" />
      <TextInput label={t("c_name")} error={t("must_fill")} />
    </Stack>
  );
}

export function Choices() {
  const { t } = useWords();
  return (
    <More
      choices={[
        { label: t("edit"), go: nothing },
        { label: t("publish"), go: nothing, not: t("must_fill") },
        { label: t("remove"), go: nothing, last: true },
      ]}
    />
  );
}

export function Rows() {
  const { t, n } = useWords();
  return (
    <Table className="stack">
      <Heads words={[t("campaign_state"), t("visitors")]} />
      <Table.Tbody>
        <Table.Tr>
          <Table.Td>
            <Opens show={nothing}>{t("settled")}</Opens>
          </Table.Td>
          <Table.Td data-label={t("visitors")}>{n(1240)}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  );
}

export function Again() {
  const { t } = useWords();
  return <Older of={{ hasNextPage: true, isFetchingNextPage: false, fetchNextPage: nothing }} label={t("older")} />;
}

export function Curve() {
  const { t, n } = useWords();
  const series = [
    { name: t("visitors"), values: [31, 40, 28, 51, 42, 60, 55] },
    { name: t("previous"), quiet: true, values: [25, 31, 30, 41, 45, 39, 48] },
  ];
  return <Chart head={t("day")} file="example" height={160} format={n} labels={DAYS} series={series} />;
}
