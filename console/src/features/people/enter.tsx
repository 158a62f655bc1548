/** Writing a person down: how they are known, the language they are written to in, and what else is known. */
import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type IdentifierKind, type PersonInput, type PersonPut } from "../../api";
import { LANGS, type Lang, useWords } from "../../i18n";
import { Fault } from "../../parts";
import { attributeName } from "./attributes";

const KINDS = ["email", "phone", "customer_number"] as const satisfies IdentifierKind[];
const EXAMPLES = { email: "karen.madsen@post.example", phone: "+4512345678", customer_number: "B-1001" };

export function Enter({ done }: { done: (id: string) => void }) {
  const { t, lang } = useWords();
  const client = useQueryClient();
  const [known, setKnown] = useState({ email: "", phone: "", customer_number: "" });
  const [language, setLanguage] = useState<Lang>(lang);
  const [more, setMore] = useState<[string, string][]>([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const identifiers = KINDS.filter((k) => known[k].trim()).map((kind) => ({ kind, value: known[kind].trim() }));
  const set = (at: number, pair: [string, string]) => setMore(more.map((old, i) => (i === at ? pair : old)));
  const store = async () => {
    setBusy(true);
    setFault(undefined);
    const attributes = Object.fromEntries(
      more
        .filter(([name, value]) => name.trim() && value.trim())
        .map(([name, value]) => [attributeName(name), value.trim()]),
    );
    const body: PersonInput = { identifiers, language, attributes, source: "staff" };
    try {
      const { id } = await api<PersonPut>("/people", { method: "POST", body });
      for (const key of ["people", "person"]) void client.invalidateQueries({ queryKey: [key] });
      done(id);
    } catch (e) {
      setFault(e);
    }
    setBusy(false);
  };
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        void store();
      }}
    >
      <Stack>
        <div>{t("new_person_def")}</div>
        {KINDS.map((k) => (
          <TextInput
            key={k}
            label={t(`kind_${k}`)}
            description={k === "phone" ? t("new_person_phone_def") : undefined}
            placeholder={EXAMPLES[k]}
            inputMode={k === "email" ? "email" : k === "phone" ? "tel" : undefined}
            value={known[k]}
            onChange={(e) => setKnown({ ...known, [k]: e.target.value })}
          />
        ))}
        <Select
          label={t("language")}
          allowDeselect={false}
          value={language}
          onChange={(v) => setLanguage(v as Lang)}
          data={(Object.keys(LANGS) as Lang[]).map((l) => ({ value: l, label: LANGS[l] }))}
        />
        {more.map(([name, value], i) => (
          <div key={i} className="reach-pair">
            <TextInput
              label={t("event")}
              placeholder="first_name"
              maxLength={60}
              value={name}
              onChange={(e) => set(i, [e.target.value, value])}
            />
            <TextInput
              label={t("value")}
              maxLength={500}
              value={value}
              onChange={(e) => set(i, [name, e.target.value])}
            />
          </div>
        ))}
        {more.length > 0 && (
          <div className="quiet">
            {t("about_name_def")} {t("about_not")}
          </div>
        )}
        <Group>
          <Button size="xs" variant="default" onClick={() => setMore([...more, ["", ""]])}>
            {t("about_add")}
          </Button>
        </Group>
        {fault !== undefined && <Fault error={fault} />}
        <Group>
          <Button
            type="submit"
            loading={busy}
            disabled={identifiers.length === 0}
            aria-describedby={identifiers.length === 0 ? "new-person-one" : undefined}
          >
            {t("store")}
          </Button>
          {identifiers.length === 0 && (
            <span id="new-person-one" className="quiet">
              {t("new_person_one")}
            </span>
          )}
        </Group>
      </Stack>
    </form>
  );
}
