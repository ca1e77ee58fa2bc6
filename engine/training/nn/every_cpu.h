// One body, compiled for several instruction sets; the loader picks.
#pragma once

#if defined(__x86_64__)
#define INTERLINEAR_EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define INTERLINEAR_EVERY_CPU
#endif
#define INTERLINEAR_INLINE inline __attribute__((always_inline))
