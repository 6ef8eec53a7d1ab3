import type { Language } from './texts';

const names: Readonly<Record<Language, string>> = { en: 'English', hi: 'हिन्दी' };

interface Props {
  readonly label: string;
  readonly language: Language;
  readonly onChange: (language: Language) => void;
}

export function LanguageSwitch({ label, language, onChange }: Props) {
  return (
    <div role="group" aria-label={label} className="languages">
      {(Object.keys(names) as Language[]).map((each) => (
        <button key={each} type="button" lang={each} aria-pressed={each === language} onClick={() => onChange(each)}>
          {names[each]}
        </button>
      ))}
    </div>
  );
}
