/** Filters that are kept under a name for everybody who reads the site's reports. */
import { Button, Group, Menu, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { api } from "../../api/client";
import { Dialog, Ends, Sure } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { read, write } from "./filter";
import { useSentence } from "./sentence";
import { useWords } from "./words";

interface Props {
  site: { id: string };
  filter: string;
  set: (filter: string) => void;
}

/** As this page writes it: short where that says the same. */
function written(filter: string): string {
  const tree = read(filter);
  return tree ? write(tree) : filter;
}

export function Saved({ site, filter, set }: Props) {
  const { t } = useWords();
  const kept = api.useQuery("get", "/sites/{id}/filters", { params: { path: { id: site.id } } });
  const [open, setOpen] = useState<"keep" | "all">();
  const close = () => setOpen(undefined);
  const saved = kept.data ?? [];
  if (saved.length === 0 && !filter) return null;
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button size="compact-sm" variant="default">
            {t("f_saved")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {saved.map((f) => (
            <Menu.Item key={f.id} onClick={() => set(written(f.filter))}>
              {f.name}
            </Menu.Item>
          ))}
          {filter && <Menu.Item onClick={() => setOpen("keep")}>{t("f_keep")}</Menu.Item>}
          {saved.length > 0 && <Menu.Item onClick={() => setOpen("all")}>{t("f_manage")}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {open === "keep" && <Keep site={site} filter={filter} close={close} />}
      {open === "all" && (
        <Dialog opened onClose={close} title={t("f_saved")}>
          <All site={site} />
        </Dialog>
      )}
    </>
  );
}

function Keep({ site, filter, close }: Omit<Props, "set"> & { close: () => void }) {
  const { t } = useWords();
  const { filled } = useRules();
  const sentence = useSentence();
  const form = useForm({ initialValues: { name: "" }, validate: { name: filled } });
  const keep = api.useMutation("post", "/sites/{id}/filters", { onSuccess: close });
  const fault = useFieldFault(form, keep.error, { taken: "name" });
  const tree = read(filter);
  const send = ({ name }: { name: string }) =>
    keep.mutate({ params: { path: { id: site.id } }, body: { name, filter } });
  return (
    <Dialog opened onClose={close} title={t("f_keep")}>
      <form noValidate onSubmit={form.onSubmit(send)}>
        <Stack>
          {tree && <p className="quiet">{sentence(tree)}</p>}
          <TextInput data-autofocus label={t("c_name")} maxLength={100} {...form.getInputProps("name")} />
          <Fault error={fault} />
          <Ends cancel={close}>
            <Button type="submit" loading={keep.isPending}>
              {t("store")}
            </Button>
          </Ends>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Each with what it says, and a way to let go of it. */
function All({ site }: Pick<Props, "site">) {
  const { t } = useWords();
  const sentence = useSentence();
  const kept = api.useQuery("get", "/sites/{id}/filters", { params: { path: { id: site.id } } });
  const drop = api.useMutation("delete", "/sites/{id}/filters/{filter}");
  return (
    <Stack>
      <Fault error={kept.error} />
      {kept.data?.map((f) => {
        const tree = read(f.filter);
        const go = () => drop.mutateAsync({ params: { path: { id: site.id, filter: f.id } } });
        return (
          <Group key={f.id} justify="space-between" wrap="nowrap">
            <div>
              <b>{f.name}</b>
              <div className="quiet">{tree ? sentence(tree) : f.filter}</div>
            </div>
            <Sure label={t("remove")} aria-label={`${t("remove")}: ${f.name}`} text={t("f_drop")} go={go} />
          </Group>
        );
      })}
      {kept.data?.length === 0 && <p className="quiet">{t("f_none")}</p>}
    </Stack>
  );
}
