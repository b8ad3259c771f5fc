// Who is asking: kept for the tab, and gone with it.
import { useState } from 'react';

const kept = (name) => sessionStorage.getItem(`microcycle.${name}`) ?? '';

/** As `connection_init` takes them. */
export function credentials() {
  const token = kept('token').trim();
  const gym = kept('gym').trim();
  return {
    ...(token && { authorization: /\s/.test(token) ? token : `Bearer ${token}` }),
    ...(gym && { gym }),
  };
}

function Field({ name, label, hint, secret }) {
  const [value, setValue] = useState(() => kept(name));
  const keep = (text) => {
    sessionStorage.setItem(`microcycle.${name}`, text);
    setValue(text);
  };
  return (
    <label>
      {label}
      <input
        name={name}
        type={secret ? 'password' : 'text'}
        autoComplete="off"
        spellCheck={false}
        placeholder={hint}
        value={value}
        onChange={(event) => keep(event.target.value)}
      />
    </label>
  );
}

export function Credentials() {
  return (
    <form className="credentials" onSubmit={(event) => event.preventDefault()}>
      <Field name="token" label="Token or key" hint="microcycle token --as coach" secret />
      <Field name="gym" label="Gym" hint="gym_…, with roles in several only" />
    </form>
  );
}
