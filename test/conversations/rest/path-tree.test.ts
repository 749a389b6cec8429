import { describe, expect, it } from 'vitest'
import { PathTree } from '../../../src/conversations/rest/path-tree.ts'
import { ROUTES } from '../../../src/conversations/rest/routes.ts'

function treeOf(...paths: readonly string[]): PathTree<string> {
  const tree = new PathTree<string>()
  for (const path of paths) tree.add(path, path)
  return tree
}

describe('the paths of the REST API', () => {
  it('a name takes one whole segment, written as the path writes text', () => {
    const tree = treeOf('/v1/Users/:user/Conversations/:conversation')
    expect(tree.find('/v1/Users/ana%20b%2Fc/Conversations/CH')?.params).toEqual({
      user: 'ana b/c',
      conversation: 'CH',
    })
    expect(tree.find('/v1/Users//Conversations/CH')).toBeUndefined()
    expect(tree.find('/v1/Users/ana/Conversations')).toBeUndefined()
    expect(tree.find('/v1/Users/ana/Conversations/CH/x')).toBeUndefined()
    expect(tree.find('/v1/users/ana/Conversations/CH')).toBeUndefined()
  })

  it('a segment that is no text is found, without a value', () => {
    expect(treeOf('/v1/Users/:user').find('/v1/Users/%ff')).toEqual({ value: '/v1/Users/:user', params: null })
  })

  it('a slash at the end makes no difference, a second one does', () => {
    const tree = treeOf('/v1/Users', '/v1/Users/:user')
    expect(tree.find('/v1/Users/')?.value).toBe('/v1/Users')
    expect(tree.find('/v1/Users/ana/')?.params).toEqual({ user: 'ana' })
    expect(tree.find('/v1/Users//')).toBeUndefined()
    expect(tree.find('/')).toBeUndefined()
  })

  it('a written word counts before a name, and is left again where it leads nowhere', () => {
    const tree = treeOf('/:user/Roles', '/me/Keys', '/:user')
    expect(tree.find('/me/Keys')?.value).toBe('/me/Keys')
    expect(tree.find('/me/Roles')).toEqual({ value: '/:user/Roles', params: { user: 'me' } })
    expect(tree.find('/me')?.params).toEqual({ user: 'me' })
  })

  it('what follows a name in its segment tells paths apart', () => {
    const tree = treeOf('/Media/:media', '/Media/:media.json', '/Media/:media/Sizes.json')
    expect(tree.find('/Media/ME.json')).toEqual({ value: '/Media/:media.json', params: { media: 'ME' } })
    expect(tree.find('/Media/ME')).toEqual({ value: '/Media/:media', params: { media: 'ME' } })
    expect(tree.find('/Media/ME/Sizes.json')?.params).toEqual({ media: 'ME' })
    expect(tree.find('/Media/.json')?.params).toEqual({ media: '.json' })
  })

  it('the first declaration of a path counts', () => {
    const tree = treeOf('/Services/:service', '/Services/:messaging')
    expect(tree.find('/Services/IS')?.params).toEqual({ service: 'IS' })
  })

  it.each(ROUTES.map(({ method, level, path }) => [`${level} ${method} ${path}`, method, level, path]))(
    '%s is reached among all others of its level',
    (_, method, level, path) => {
      const tree = new PathTree<string>()
      for (const route of ROUTES) if (route.method === method && route.level === level) tree.add(route.path, route.path)
      const found = tree.find(path.replace(/:(\w+)/g, 'X$1'))
      expect(found?.value).toBe(path)
      const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
      expect(found?.params).toEqual(Object.fromEntries(names.map((name) => [name, `X${name}`])))
    },
  )
})
