/** One's own corner of the frame: language, light or dark, and the way out. */
import { ActionIcon, Menu, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import type { Me } from "../../api/types";
import { LANGS, LANGUAGES, useWords } from "../../words/catalogue";
import { useSignOut } from "./out";

const initials = (name: string) =>
  name
    .split(" ")
    .map((w) => w[0])
    .join("")
    .slice(0, 2);

export function AccountMenu({ me }: { me: Me }) {
  const { t, lang, set, any } = useWords();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const out = useSignOut();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="light" radius="xl" size={34} aria-label={me.name}>
          {initials(me.name)}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name} · {any(me.role)}
        </Menu.Label>
        {LANGUAGES.map((l) => (
          <Menu.Item key={l} onClick={() => set(l)} fw={l === lang ? 650 : 400}>
            {LANGS[l]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => setColorScheme(dark ? "light" : "dark")}>{dark ? t("light") : t("dark")}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={out}>{t("sign_out")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
