/** The frame of what is shown before anything else can be: signing in, a link, a second factor that is asked for. */
import { Button, Center, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Logo } from "../../parts/logo";
import { usePageTitle } from "../../parts/title";
import { LANGS, LANGUAGES } from "../../words/catalogue";
import { useWords } from "./words";

export function Card({ title, children }: { title: string; children: ReactNode }) {
  const { lang, set, t } = useWords();
  usePageTitle(title);
  return (
    <Center mih="100vh" p="md" className="door">
      <div>
        <Logo />
        <div className="quiet gap-top-s">{t("tagline")}</div>
        <main>
          <Title order={1} size="h3" mb="md">
            {title}
          </Title>
          {children}
        </main>
        {LANGUAGES.map((l) => (
          <Button
            key={l}
            size="compact-sm"
            variant="subtle"
            color="gray"
            fw={l === lang ? 650 : 400}
            onClick={() => set(l)}
          >
            {LANGS[l]}
          </Button>
        ))}
      </div>
    </Center>
  );
}
