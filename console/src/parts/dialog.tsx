/** Dialogs: a frame, and a button that first says what will happen. */
import { Button, type ButtonProps, Group, Modal, type ModalProps } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../words/catalogue";
import { Fault } from "./fault";

export function Dialog(props: ModalProps) {
  const { t } = useWords();
  return <Modal centered closeButtonProps={{ "aria-label": t("rq_close") }} {...props} />;
}

/** What ends a dialog or a form: leave it, or do it. */
export function Ends({ cancel, children }: { cancel: () => void; children: React.ReactNode }) {
  const { t } = useWords();
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={cancel}>
        {t("cancel")}
      </Button>
      {children}
    </Group>
  );
}

type More = ButtonProps & { "aria-label"?: string };

/** A button that first says what will happen. What goes wrong is told there, and nothing is lost. */
export function Sure({
  label,
  title = label,
  text,
  go,
  ...more
}: { label: string; title?: string; text: string; go: () => Promise<unknown> } & More) {
  const [open, setOpen] = useState(false);
  // What it does tells by itself that something changed.
  const run = useMutation({ mutationFn: go, meta: { quiet: true }, onSuccess: () => shut() });
  const shut = () => {
    setOpen(false);
    run.reset();
  };
  return (
    <>
      <Button size="compact-xs" variant="subtle" color="gray" {...more} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog opened={open} onClose={shut} title={title}>
        <p className="first">{text}</p>
        <Fault error={run.error} className="gap-bottom" />
        <Ends cancel={shut}>
          <Button loading={run.isPending} onClick={() => run.mutate()}>
            {label}
          </Button>
        </Ends>
      </Dialog>
    </>
  );
}
