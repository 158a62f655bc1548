/** The audit log, by kind and by colleague. */
import { Alert, Group, Loader, Select, Stack } from "@mantine/core";
import { api } from "../../api/client";
import { useAddress } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { Older } from "../../parts/older";
import { Log } from "../account/log";
import { useNames } from "../account/names";
import { useWords } from "./words";

const PAGE = 100;
const KINDS = [
  ["", "au_all"],
  ["session.", "au_sign_ins"],
  ["user.", "au_accounts"],
  ["api_key.", "au_keys"],
  ["person.", "au_people"],
  ["refused", "au_refused"],
] as const;

export function Audit() {
  const { t } = useWords();
  const names = useNames();
  const { at, put } = useAddress();
  const log = api.useInfiniteQuery(
    "get",
    "/audit",
    { params: { query: { limit: PAGE, kind: at("kind") || undefined, about: at("about") || undefined } } },
    {
      pageParamName: "before",
      initialPageParam: null,
      getNextPageParam: (last) => (last.length === PAGE ? last.at(-1)?.seq : undefined),
    },
  );
  const entries = log.data?.pages.flat() ?? [];
  return (
    <Stack>
      <Group align="end">
        <Select
          label={t("event")}
          allowDeselect={false}
          value={at("kind")}
          data={KINDS.map(([value, word]) => ({ value, label: t(word) }))}
          onChange={(kind) => put({ kind }, { replace: true })}
        />
        <Select
          label={t("au_whom")}
          allowDeselect={false}
          value={at("about")}
          data={[{ value: "", label: t("au_everybody") }, ...[...names].map(([value, label]) => ({ value, label }))]}
          onChange={(about) => put({ about }, { replace: true })}
        />
      </Group>
      {log.error ? (
        <Fault error={log.error} />
      ) : !log.data ? (
        <Loader />
      ) : entries.length === 0 ? (
        <Alert color="gray">{t("no_data")}</Alert>
      ) : (
        <Log entries={entries} names={names} />
      )}
      <Older of={log} />
    </Stack>
  );
}
