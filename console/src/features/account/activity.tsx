/** What was done with one's own account. */
import { Loader, Stack, Title } from "@mantine/core";
import { api } from "../../api/client";
import { Fault } from "../../parts/fault";
import { Older } from "../../parts/older";
import { Log } from "./log";
import { useNames } from "./names";
import { useWords } from "./words";

const PAGE = 100;

export function Activity() {
  const { t } = useWords();
  const names = useNames();
  const pages = api.useInfiniteQuery(
    "get",
    "/session/activity",
    {},
    {
      pageParamName: "before",
      initialPageParam: null,
      getNextPageParam: (last) => (last.length === PAGE ? last.at(-1)?.seq : undefined),
    },
  );
  if (pages.error) return <Fault error={pages.error} />;
  if (!pages.data) return <Loader />;
  return (
    <Stack gap="sm">
      <Title order={2} className="part-head">
        {t("activity")}
      </Title>
      <div className="quiet">{t("activity_def")}</div>
      <Log entries={pages.data.pages.flat()} names={names} />
      <Older of={pages} />
    </Stack>
  );
}
