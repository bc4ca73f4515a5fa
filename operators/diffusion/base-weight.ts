/**
 * What the estimate of the previous level weighs in the output F of a finer one: k(σ) = (1 − c_skip)/c_out = σ/(σ_data √(σ² + σ_data²)).
 *
 * With a residual base, the network's own output F' says how the patch differs from u, the previous level's estimate at its pixels:
 * D = u + c_skip (x̃ − u) + c_out F'. This is D = c_skip x̃ + c_out F with F = F' + k(σ) u, so the loss, its target and the samplers need
 * not know of u. As σ → 0, k → 0 and D → x̃; as σ → ∞, D → u + σ_data F'. If x − u has the variance ρ² and is independent of the noise, the
 * target of F' has the variance (ρ²σ²/σ_data² + σ_data²)/(σ² + σ_data²): at most 1 as long as u is nearer to x than nothing is, and 1 for no
 * base. At the start, F' is about 0 and D is the previous level's estimate with the detail that c_skip leaves in x̃.
 *
 * source our choice; coefficients from EDM Table 1
 */
export const baseWeight = (sigma: number, sigmaData: number): number =>
  sigma / (sigmaData * Math.sqrt(sigma ** 2 + sigmaData ** 2));
