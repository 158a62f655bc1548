/** Recovery codes, shown once. */
import { Button, Code, Group } from "@mantine/core";
import { Dialog } from "../../parts/dialog";
import { saveFile } from "../../parts/files";
import { useWords } from "./words";

export function Codes({ codes, close }: { codes?: string[]; close: () => void }) {
  const { t } = useWords();
  const text = codes?.join("\n") ?? "";
  return (
    <Dialog opened={!!codes} onClose={close} title={t("recovery")} closeOnClickOutside={false}>
      <p className="first">{t("recovery_once")}</p>
      <Code block>{text}</Code>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={() => navigator.clipboard.writeText(text)}>
          {t("copy")}
        </Button>
        <Button variant="default" onClick={() => saveFile("hjemmel.txt", new Blob([text], { type: "text/plain" }))}>
          {t("save_file")}
        </Button>
        <Button onClick={close}>{t("recovery_kept")}</Button>
      </Group>
    </Dialog>
  );
}
