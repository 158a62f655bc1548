/** A secret that is shown once. */
import { Button, Code, Group } from "@mantine/core";
import { Dialog } from "../../parts/dialog";
import { useWords } from "./words";

interface Props {
  title: string;
  hint: string;
  value?: string;
  close: () => void;
}

export function Once({ title, hint, value, close }: Props) {
  const { t } = useWords();
  return (
    <Dialog opened={!!value} onClose={close} title={title} size="lg">
      <p className="first">{hint}</p>
      <Code block className="secret">
        {value}
      </Code>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => navigator.clipboard.writeText(value ?? "")}>
          {t("copy")}
        </Button>
      </Group>
    </Dialog>
  );
}
