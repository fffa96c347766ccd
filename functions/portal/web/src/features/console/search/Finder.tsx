import { SearchOutlined } from '@ant-design/icons';
import { type CompositionEvent, type KeyboardEvent, type Ref, useId, useState } from 'react';

/** Something that can be chosen: it leads somewhere, or does something. */
export interface Choice {
  key: string;
  label: string;
  /** What tells it from others of its name. */
  more?: string | undefined;
  /** Where it leads. */
  to?: string;
  /** What it does, where it leads nowhere. */
  run?: () => void;
}

export interface Group {
  label: string;
  choices: Choice[];
}

interface Props {
  label: string;
  hint: string;
  typed: string;
  groups: Group[];
  /** Said where nothing was found. */
  none?: string | undefined;
  /** True where the list is there without being opened. */
  always?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  onType: (text: string) => void;
  onChoose: (choice: Choice) => void;
  /** Enter with nothing chosen. */
  onEnter?: () => void;
}

/** A field with a list below it: arrows go through it, Enter chooses, Escape closes it (the combobox of the ARIA patterns). */
export function Finder({ label, hint, typed, groups, none, always = false, inputRef, onType, onChoose, onEnter }: Props) {
  const id = useId();
  const [open, setOpen] = useState(always);
  const [chosen, setChosen] = useState<string>();
  // What an input method is still composing is no word yet, and is not asked for.
  const [composing, setComposing] = useState<string>();
  const all = groups.flatMap((group) => group.choices);
  const active = all.findIndex(({ key }) => key === chosen);
  const shown = (always || open) && (all.length > 0 || none !== undefined);
  const move = (by: number) => {
    setOpen(true);
    if (all.length > 0) setChosen(all[(Math.max(active, by > 0 ? -1 : 0) + by + all.length) % all.length]?.key);
  };
  const choose = (choice: Choice) => {
    setOpen(always);
    setChosen(undefined);
    onChoose(choice);
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      const one = all[active];
      if (one) choose(one);
      else onEnter?.();
    } else if (event.key === 'Escape' && !always) {
      setOpen(false);
      setChosen(undefined);
    }
  };
  const type = (text: string) => {
    setOpen(true);
    setChosen(undefined);
    onType(text);
  };
  const composed = (event: CompositionEvent<HTMLInputElement>) => {
    setComposing(undefined);
    type(event.currentTarget.value);
  };
  const option = (choice: Choice) => `${id}-${choice.key}`;
  const current = all[active];
  return (
    <div className="finder">
      <span className="finder-field">
        <SearchOutlined aria-hidden />
        <input
          ref={inputRef}
          role="combobox"
          aria-label={label}
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shown && current ? option(current) : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          placeholder={hint}
          value={composing ?? typed}
          onChange={(event) => ((event.nativeEvent as InputEvent).isComposing ? setComposing(event.target.value) : type(event.target.value))}
          onCompositionEnd={composed}
          onKeyDown={press}
          onBlur={() => setOpen(always)}
        />
      </span>
      <div id={`${id}-list`} role="listbox" aria-label={label} className={shown ? 'finder-list' : 'finder-list finder-closed'} hidden={!shown}>
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <p aria-hidden>{group.label}</p>
            {group.choices.map((choice) => (
              // Keys are the field's, which keeps the focus.
              <div key={choice.key} id={option(choice)} role="option" tabIndex={-1} aria-selected={choice === current} className="finder-row" onMouseDown={(event) => event.preventDefault()} onClick={() => choose(choice)} onKeyDown={press}>
                <span>{choice.label}</span>
                {choice.more ? <span className="finder-more">{choice.more}</span> : null}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p role="status" className={shown && none ? 'finder-none' : 'visually-hidden'}>{shown ? none : null}</p>
    </div>
  );
}
