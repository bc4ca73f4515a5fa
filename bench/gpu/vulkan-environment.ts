import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { HpdmError } from '../../dsl/index.js';

type Variables = Readonly<Record<string, string | undefined>>;

const LOADER = 'libvulkan.so.1';
/** Where the system's linker looks for libraries. */
const LIBRARIES = ['/usr/lib/x86_64-linux-gnu', '/lib/x86_64-linux-gnu', '/usr/lib64', '/lib64', '/usr/lib', '/lib'];
/** Where NVIDIA's driver lies in some containers, outside of what the linker searches. */
const MOUNTED = ['/usr/local/nvidia/lib64', '/usr/local/nvidia/lib', '/usr/local/lib'];
/** Where the loader looks for the files that name drivers. */
const DRIVERS = ['/etc', '/usr/local/etc', '/usr/local/share', '/usr/share'].map((folder) => `${folder}/vulkan/icd.d`);
const MOUNTED_DRIVERS = ['/usr/local/nvidia/share/vulkan/icd.d', '/usr/local/nvidia/vulkan/icd.d'];
/** NVIDIA's driver, where no file names it. */
const NVIDIA = ['libGLX_nvidia.so.0', 'libEGL_nvidia.so.0'];

/**
 * The variables with which a process finds the Vulkan loader and the driver of the card, also where a container has them at unusual places.
 *
 * @param env the variables of this process; VK_DRIVER_FILES and VK_ICD_FILENAMES are kept
 * @param bundled folder of a loader that is used if the machine has none
 * @param root folder in place of `/`, for tests
 * fails E_BACKEND_LOAD, with what to install, where there is no loader or no driver
 */
export function vulkanEnvironment(env: Variables, bundled: string, root = ''): Readonly<Record<string, string>> {
  const set = (env['LD_LIBRARY_PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const under = (folders: readonly string[]): string[] => folders.map((folder) => root + folder);
  const mounted = under(MOUNTED).filter((folder) => existsSync(folder));
  const searched = [...set, ...under(LIBRARIES), ...mounted];
  const hasLoader = searched.some((folder) => existsSync(join(folder, LOADER)));
  if (!hasLoader && !existsSync(join(bundled, LOADER))) throw noLoader([...searched, bundled]);
  const libraries = [...set, ...mounted, ...(hasLoader ? [] : [bundled])];
  const drivers = driverFiles(env, searched, under);
  return {
    ...(libraries.length === 0 ? {} : { LD_LIBRARY_PATH: libraries.join(delimiter) }),
    ...(drivers === undefined ? {} : { VK_DRIVER_FILES: drivers.join(delimiter) }),
  };
}

/** The files that name drivers; undefined where the loader finds them by itself. */
function driverFiles(
  env: Variables,
  libraries: readonly string[],
  under: (folders: readonly string[]) => string[],
): string[] | undefined {
  const chosen = env['VK_DRIVER_FILES'] ?? env['VK_ICD_FILENAMES'];
  if (chosen !== undefined) {
    const files = chosen.split(delimiter);
    const missing = files.find((file) => !existsSync(file));
    if (missing === undefined) return files;
    throw noDriver(`${missing}, which VK_DRIVER_FILES or VK_ICD_FILENAMES names, is not there`);
  }
  const [usual, unusual] = [DRIVERS, MOUNTED_DRIVERS].map((folders) => under(folders).flatMap(jsonIn));
  const named = [...(unusual ?? []), ...(usual ?? [])];
  if (named.some((file) => file.includes('nvidia'))) return named;
  const driver = libraries
    .flatMap((folder) => NVIDIA.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  if (driver !== undefined) return [namedIn(driver), ...named];
  if (named.length > 0) return undefined;
  const card = under(['/dev/nvidiactl']).some((file) => existsSync(file));
  throw noDriver(
    `no driver file in ${under([...DRIVERS, ...MOUNTED_DRIVERS]).join(', ')}, and no ${NVIDIA[0]}` +
      (card ? '; an NVIDIA card is there (/dev/nvidiactl)' : ''),
  );
}

/** A new file that names a driver. */
function namedIn(driver: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'hpdm-gpu-')), 'nvidia_icd.json');
  const content = { file_format_version: '1.0.1', ICD: { library_path: driver, api_version: '1.3.0' } };
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const jsonIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [join(folder, name)] : [])) : [];

const noLoader = (folders: readonly string[]): HpdmError =>
  new HpdmError({
    code: 'E_BACKEND_LOAD',
    expected: `the Vulkan loader, ${LOADER}`,
    got: `none in ${folders.join(', ')}`,
    try: 'apt-get install libvulkan1 (Debian, Ubuntu), or the package vulkan-loader (Fedora)',
  });

const noDriver = (got: string): HpdmError =>
  new HpdmError({
    code: 'E_BACKEND_LOAD',
    expected: 'the Vulkan driver of a graphics card',
    got,
    try: "NVIDIA: the package libnvidia-gl of the driver's version, or a container started with NVIDIA_DRIVER_CAPABILITIES=all; AMD and Intel: mesa-vulkan-drivers",
  });
