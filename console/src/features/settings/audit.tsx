/** The audit log, by kind and by colleague. */
import { Alert, Button, Group, Loader, Select, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router-dom";
import { type AuditEntry, api, query } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";
import { useNames } from "../account/account";
import { Log } from "../account/log";

const PAGE = 100;

export function Audit() {
  const { t } = useWords();
  const names = useNames();
  const [params, setParams] = useSearchParams();
  const [kind, about] = [params.get("kind") ?? "", params.get("about") ?? ""];
  const set = (name: string, value: string | null) => {
    const next = new URLSearchParams(params);
    value ? next.set(name, value) : next.delete(name);
    setParams(next, { replace: true });
  };
  const log = useInfiniteQuery({
    queryKey: ["audit", kind, about],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) => api<AuditEntry[]>(`/audit${query({ limit: PAGE, kind, about, before: pageParam })}`),
    getNextPageParam: (last) => (last.length === PAGE ? last[last.length - 1].seq : undefined),
  });
  const kinds = [
    ["", "au_all"],
    ["session.", "au_sign_ins"],
    ["user.", "au_accounts"],
    ["api_key.", "au_keys"],
    ["person.", "au_people"],
    ["refused", "au_refused"],
  ] as const;
  const entries = log.data?.pages.flat() ?? [];
  return (
    <Stack>
      <Group align="end">
        <Select
          label={t("event")}
          allowDeselect={false}
          value={kind}
          data={kinds.map(([value, word]) => ({ value, label: t(word) }))}
          onChange={(v) => set("kind", v)}
        />
        <Select
          label={t("au_whom")}
          allowDeselect={false}
          value={about}
          data={[{ value: "", label: t("au_everybody") }, ...[...names].map(([value, label]) => ({ value, label }))]}
          onChange={(v) => set("about", v)}
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
      {log.hasNextPage && (
        <Group>
          <Button variant="default" size="xs" loading={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
            {t("older")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
