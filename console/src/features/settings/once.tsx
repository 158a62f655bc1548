/** A secret that is shown once. */
import { Button, Code, Group, Modal } from "@mantine/core";
import { useWords } from "../../i18n";

export function Once({
  title,
  hint,
  value,
  close,
}: {
  title: string;
  hint: string;
  value?: string;
  close: () => void;
}) {
  const { t } = useWords();
  return (
    <Modal
      closeButtonProps={{ "aria-label": t("rq_close") }}
      opened={!!value}
      onClose={close}
      title={title}
      centered
      size="lg"
    >
      <p style={{ marginTop: 0 }}>{hint}</p>
      <Code block style={{ wordBreak: "break-all", whiteSpace: "pre-wrap" }}>
        {value}
      </Code>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => navigator.clipboard.writeText(value ?? "")}>
          {t("copy")}
        </Button>
      </Group>
    </Modal>
  );
}
