/** The next page of a list that goes back in time, where there is one. */
import { Button, Group } from "@mantine/core";
import { useWords } from "../words/catalogue";

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

export function Older({ of: pages, label }: { of: Pages; label?: string }) {
  const { t } = useWords();
  if (!pages.hasNextPage) return null;
  return (
    <Group>
      <Button variant="default" size="xs" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
        {label ?? t("older")}
      </Button>
    </Group>
  );
}
