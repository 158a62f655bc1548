/** One's own account: password, second factor, sessions, and what was done with it. */
import { Button, Group, Loader, Stack, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type AuditEntry, api, type Colleague, type Me, query } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";
import { Factor } from "./factor";
import { Log } from "./log";
import { Password } from "./password";
import { Sessions } from "./sessions";

export const useNames = (): Map<string, string> => {
  const team = useQuery({ queryKey: ["team"], queryFn: () => api<Colleague[]>("/team") });
  return new Map(team.data?.map((u) => [u.id, u.name]));
};

function Activity() {
  const { t } = useWords();
  const names = useNames();
  const pages = useInfiniteQuery({
    queryKey: ["activity"],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) => api<AuditEntry[]>(`/session/activity${query({ before: pageParam })}`),
    getNextPageParam: (last) => (last.length === 100 ? last[last.length - 1].seq : undefined),
  });
  if (pages.error) return <Fault error={pages.error} />;
  if (!pages.data) return <Loader />;
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t("activity")}
      </Title>
      <div className="quiet">{t("activity_def")}</div>
      <Log entries={pages.data.pages.flat()} names={names} />
      {pages.hasNextPage && (
        <Group>
          <Button variant="default" size="xs" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {t("older")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

export function Account({ me }: { me: Me }) {
  return (
    <Stack>
      <div className="grid">
        <Password />
        <Stack>
          <Factor me={me} />
          <Sessions />
        </Stack>
      </div>
      <Activity />
    </Stack>
  );
}
