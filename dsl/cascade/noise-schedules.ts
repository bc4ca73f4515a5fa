/** The possible spacings of a level's noise levels, with their sources. */
export const NOISE_SCHEDULES = {
  karras: 'even in σ^(1/ρ) (Karras et al. 2022)',
  cosine: 'even in the angle whose tangent is σ (Hoogeboom et al. 2023)',
  sigmoid: "even in the time of RIN's sigmoid schedule (Jabri et al. 2022)",
} as const;

/** The name of a noise schedule. */
export type NoiseSchedule = keyof typeof NOISE_SCHEDULES;
