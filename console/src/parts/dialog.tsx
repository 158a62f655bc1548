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

interface Asked {
  label: string;
  title?: string;
  text: string;
  go: () => Promise<unknown>;
}

/** What will happen, before it does. What goes wrong is told there, and nothing is lost. */
export function Ask({ label, title = label, text, go, opened, close }: Asked & { opened: boolean; close: () => void }) {
  // What it does tells by itself that something changed.
  const run = useMutation({ mutationFn: go, meta: { quiet: true }, onSuccess: () => shut() });
  const shut = () => {
    close();
    run.reset();
  };
  return (
    <Dialog opened={opened} onClose={shut} title={title}>
      <p className="first">{text}</p>
      <Fault error={run.error} className="gap-bottom" />
      <Ends cancel={shut}>
        <Button loading={run.isPending} onClick={() => run.mutate()}>
          {label}
        </Button>
      </Ends>
    </Dialog>
  );
}

/** A button that first says what will happen. */
export function Sure({ label, title, text, go, ...more }: Asked & ButtonProps & { "aria-label"?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-xs" variant="subtle" color="gray" {...more} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Ask label={label} title={title} text={text} go={go} opened={open} close={() => setOpen(false)} />
    </>
  );
}
