/** Where to: pages, their parts, sites, and people by a whole address, which stands in no URL and is asked for once. */
import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router-dom";
import { api } from "../../api/client";
import type { Person } from "../../api/types";
import { startOf } from "../../feature";
import { useAddress, useKept } from "../../parts/address";
import { Dialog } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import type { FindProps } from "./find";
import { looksWhole, placesFor } from "./places";
import { useWords } from "./words";

interface Goal {
  key: string;
  group: "search_pages" | "sites" | "person";
  label: string;
  go: () => void;
}

const nameOf = (p: Person) => p.identifiers.map((i) => i.value).join(" · ") || p.id;

/** Everything that can be gone to, whatever was typed. */
function useGoals({ me, sites, listed, close }: FindProps & { close: () => void }): Goal[] {
  const { t } = useWords();
  const { put } = useAddress();
  const kept = useKept();
  const navigate = useNavigate();
  const to = (address: string) => () => {
    close();
    navigate(address);
  };
  const pages = listed.map((f): Goal => {
    const page = startOf(f);
    return { key: page, group: "search_pages", label: t(f.title), go: to(page + kept) };
  });
  const parts = placesFor(me).flatMap(({ page, tab, word }): Goal[] => {
    const of = listed.find((f) => startOf(f) === page);
    const address = `${page}?${new URLSearchParams([...new URLSearchParams(kept), ["tab", tab]])}`;
    const label = of && `${t(of.title)} › ${t(word)}`;
    return label ? [{ key: address, group: "search_pages", label, go: to(address) }] : [];
  });
  const others = sites.length > 1 ? sites : [];
  const all = others.map((s): Goal => {
    const go = () => {
      close();
      put({ site: s.id, filter: null });
    };
    return { key: s.id, group: "sites", label: s.name, go };
  });
  return [...pages, ...parts, ...all];
}

/** Looking for a person: asked for when that is chosen, not while it is typed. */
function usePeople(text: string, props: FindProps & { close: () => void }) {
  const { say } = useWords();
  const navigate = useNavigate();
  const look = api.useMutation("post", "/people/search", { meta: { quiet: true } });
  const show = (p: Person) => {
    props.close();
    navigate(`/people?person=${p.id}`);
  };
  const find = () =>
    look.mutate({ body: { query: text } }, { onSuccess: ({ people }) => people.length === 1 && show(people[0]) });
  const found = (look.data?.people ?? []).map(
    (p): Goal => ({ key: p.id, group: "person", label: nameOf(p), go: () => show(p) }),
  );
  const may = props.me.may.includes("person_read") && looksWhole(text) && !look.data;
  const offer: Goal[] = may ? [{ key: "find", group: "person", label: say("search_person", { text }), go: find }] : [];
  return { goals: [...offer, ...found], look };
}

const GROUPS = ["person", "search_pages", "sites"] as const;

export default function Palette({ opened, ...props }: FindProps & { opened: boolean; close: () => void }) {
  const { t } = useWords();
  return (
    <Dialog
      opened={opened}
      onClose={props.close}
      title={t("search")}
      returnFocus={false}
      centered={false}
      yOffset="10vh"
      size="md"
    >
      <Choose {...props} />
    </Dialog>
  );
}

function Choose(props: FindProps & { close: () => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState("");
  const text = typed.trim();
  const box = useCombobox({ opened: true });
  const { goals: people, look } = usePeople(text, props);
  const matching = useGoals(props).filter((g) => g.label.toLocaleLowerCase().includes(text.toLocaleLowerCase()));
  const goals = [...people, ...matching];
  // What stands first is what Enter takes.
  const { selectFirstOption } = box;
  useEffect(() => {
    if (text && goals.length > 0) selectFirstOption();
  }, [text, goals.length, selectFirstOption]);
  const type = (next: string) => {
    setTyped(next);
    look.reset();
  };
  const nobody = look.data?.people.length === 0 && t("nobody_found");
  return (
    <Combobox store={box} onOptionSubmit={(key) => goals.find((g) => g.key === key)?.go()}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          aria-label={t("search")}
          placeholder={t("search_hint")}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(e) => type(e.target.value)}
          onKeyDown={(e) => e.key === "Escape" && props.close()}
        />
      </Combobox.EventsTarget>
      <Fault error={look.error} className="gap-top-s" />
      <div role="status" className="quiet">
        {nobody || (goals.length === 0 && t("search_none"))}
      </div>
      <Combobox.Options className="goals" aria-label={t("search")}>
        {GROUPS.map((group) => {
          const these = goals.filter((g) => g.group === group);
          return (
            these.length > 0 && (
              <Combobox.Group key={group} label={t(group)}>
                {these.map((g) => (
                  <Combobox.Option key={g.key} value={g.key}>
                    {g.label}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            )
          );
        })}
      </Combobox.Options>
    </Combobox>
  );
}
